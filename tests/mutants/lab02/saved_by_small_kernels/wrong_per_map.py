# The channels that a kernel reads are forgotten.
# hint: C appears squared
saved_by_small_kernels = "49*C - 27*C"
