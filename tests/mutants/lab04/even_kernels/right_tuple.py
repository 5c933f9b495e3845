# A tuple.
even_kernels = (3, 6, 9)
