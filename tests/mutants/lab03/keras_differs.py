# %% right letter
# The letter.
keras_differs = "D"

# %% right lower_case
# The letter in lower case, with a space.
keras_differs = "d "

# %% wrong a
# Chooses A.
# hint: HTK
keras_differs = "A"

# %% wrong b
# Chooses B.
# hint: height 1
keras_differs = "B"

# %% wrong c
# Chooses C.
# hint: mirrored
keras_differs = "C"

# %% wrong sentence
# A sentence.
# hint: one letter
keras_differs = "because of the cut-off"
