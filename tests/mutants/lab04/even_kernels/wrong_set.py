# A set is no list.
# hint: square brackets
even_kernels = {3, 6, 9}
