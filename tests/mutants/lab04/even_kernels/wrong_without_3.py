# Leaves 3 out.
# hint: just touch
even_kernels = [6, 9]
