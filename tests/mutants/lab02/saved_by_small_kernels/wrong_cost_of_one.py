# What one layer costs.
# hint: save
saved_by_small_kernels = "49*C**2"
