# Gives the sizes of single kernels.
# hint: single kernels
context_fields = [3, 3, 5, 9, 17, 33, 3, 1]
