# Padding forgotten.
# hint: padding is forgotten
transposed_length = "s*(n-1) + k"
