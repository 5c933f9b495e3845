# Those that overlap unevenly.
# hint: overlap unevenly
even_kernels = [2, 4, 5, 7, 8]
