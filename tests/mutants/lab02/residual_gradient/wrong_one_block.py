# A single block.
# hint: single block
residual_gradient = "1 + a"
