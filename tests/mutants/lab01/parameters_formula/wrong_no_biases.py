# Leaves out all biases.
# hint: biases not counted
parameters_formula = "K*k**2 + K*(H - k + 1)*(W - k + 1)"
