# What three layers cost, not what they save.
# hint: save
saved_by_small_kernels = "27*C**2"
