# Padding makes it longer.
# hint: does not make the output longer
transposed_length = "s*(n - 1) + k + 2*p"
