# Slopes are added up.
# hint: multiplied
residual_gradient = "3*(1 + a)"
