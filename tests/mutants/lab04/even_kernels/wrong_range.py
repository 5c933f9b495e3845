# A range is no list.
# hint: square brackets
even_kernels = range(3, 10, 3)
