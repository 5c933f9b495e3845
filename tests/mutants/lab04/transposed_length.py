# %% right expanded
# Multiplied out.
transposed_length = "n*s - s + k - p - p"

# %% right factored
# Written from the end.
transposed_length = "k + (n - 1)*s - p*2"

# %% wrong down
# The length of the convolution.
# hint: goes the other way
transposed_length = "(n + 2*p - k)/s + 1"

# %% wrong n_steps
# n steps between n stamps.
# hint: n − 1 steps
transposed_length = "s*n + k - 2*p"

# %% wrong no_padding
# Padding forgotten.
# hint: padding is forgotten
transposed_length = "s*(n-1) + k"

# %% wrong no_signs
# Products without their sign.
# hint: a product needs its *
transposed_length = "s(n-1)+k-2p"

# %% wrong padding_added
# Padding makes it longer.
# hint: does not make the output longer
transposed_length = "s*(n - 1) + k + 2*p"

# %% wrong padding_once
# Padding at one end.
# hint: both ends
transposed_length = "s*n - s + k - p"

# %% wrong same
# Keras' same.
# hint: 'same'
transposed_length = "n*s"

# %% wrong typography
# Signs as a text prints them.
# hint: from the keyboard
transposed_length = "s·(n − 1) + k − 2·p"
