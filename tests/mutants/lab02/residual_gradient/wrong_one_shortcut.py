# One shortcut round the whole chain.
# hint: every block
residual_gradient = "1 + a**3"
