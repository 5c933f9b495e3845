# Biases are counted.
# hint: leave the biases aside
saved_by_small_kernels = "(49*C**2 + C) - 3*(9*C**2 + C)"
