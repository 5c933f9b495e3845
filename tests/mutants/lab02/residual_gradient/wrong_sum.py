# Slopes are added up.
# hint: multiplied
residual_gradient = "L*(1 + a)"
