# The length of the convolution.
# hint: goes the other way
transposed_length = "(n + 2*p - k)/s + 1"
