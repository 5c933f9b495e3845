# Factored.
saved_by_small_kernels = "C*C*(7*7 - 3*3*3)"
