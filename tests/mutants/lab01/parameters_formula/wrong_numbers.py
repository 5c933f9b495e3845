# Gives a number for one case.
# hint: use the names
parameters_formula = "5729"
