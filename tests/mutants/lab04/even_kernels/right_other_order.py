# From the largest to the smallest.
even_kernels = [9, 6, 3]
