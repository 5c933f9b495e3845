# Multiplied out.
transposed_length = "n*s - s + k - p - p"
