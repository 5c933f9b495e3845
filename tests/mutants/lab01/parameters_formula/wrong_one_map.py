# Lets the dense unit see one map.
# hint: all K maps
parameters_formula = "K*(k**2 + 1) + (H - k + 1)*(W - k + 1) + 1"
