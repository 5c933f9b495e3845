# A formula as on paper.
# hint: C
saved_by_small_kernels = "22 C squared"
