# Padding at one end.
# hint: both ends
transposed_length = "s*n - s + k - p"
