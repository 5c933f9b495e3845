# Products without their sign.
# hint: a product needs its *
transposed_length = "s(n-1)+k-2p"
