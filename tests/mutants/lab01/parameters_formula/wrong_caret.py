# Writes a power as in mathematics.
# hint: write **
parameters_formula = "K*(k^2 + 1) + K*(H - k + 1)*(W - k + 1) + 1"
