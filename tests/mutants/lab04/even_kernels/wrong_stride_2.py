# The answer for stride 2.
# hint: stride 2
even_kernels = [2, 4, 6, 8]
