# Computed.
even_kernels = [k for k in range(2, 10) if k % 3 == 0]
