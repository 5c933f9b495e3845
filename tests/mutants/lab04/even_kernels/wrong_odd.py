# The odd sizes.
# hint: odd or even
even_kernels = [3, 5, 7, 9]
