# Writes a power as ^.
# hint: + - * / **
parameters_formula = "K*(k^2 + 1) + K*(H - k + 1)*(W - k + 1) + 1"
