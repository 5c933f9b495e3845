# Counts the other way round.
# hint: minus
saved_by_small_kernels = "27*C**2 - 49*C**2"
