# Worked out.
saved_by_small_kernels = "22*C**2"
