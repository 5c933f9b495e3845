# Ignores the dilations.
# hint: dilation ignored
context_fields = [3, 5, 7, 9, 11, 13, 15, 15]
