# Takes the maps to be H − k high.
# hint: one short
parameters_formula = "K*(k**2 + 1) + K*(H - k)*(W - k) + 1"
