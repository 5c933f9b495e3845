# Unknown.
# hint: known before training
why_residual = "D"
