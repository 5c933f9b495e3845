# Leaves out the bias of the dense unit.
# hint: 1 is missing
parameters_formula = "K*(k**2 + 1) + K*(H - k + 1)*(W - k + 1)"
