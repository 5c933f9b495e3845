# The ratio.
# hint: not a ratio
saved_by_small_kernels = "49*C**2/(27*C**2)"
