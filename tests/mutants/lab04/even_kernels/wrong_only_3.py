# Only the stride itself.
# hint: larger multiples
even_kernels = [3]
