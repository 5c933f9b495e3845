# A text.
# hint: square brackets
even_kernels = "3, 6, 9"
