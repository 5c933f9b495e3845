# Written from the end.
transposed_length = "k + (n - 1)*s - p*2"
