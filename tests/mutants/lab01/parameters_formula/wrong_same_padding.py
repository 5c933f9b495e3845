# Takes the maps to be as large as the image.
# hint: smaller than the image
parameters_formula = "K*(k**2 + 1) + K*H*W + 1"
