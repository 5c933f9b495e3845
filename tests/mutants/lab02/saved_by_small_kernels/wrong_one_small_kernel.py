# A single 3×3 convolution is compared.
# hint: three
saved_by_small_kernels = "49*C**2 - 9*C**2"
