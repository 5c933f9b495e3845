# %% right b
# The letter.
why_residual = "B"

# %% right small
# A small letter, with a blank.
why_residual = "b "

# %% wrong a
# Everything is passed on.
# hint: does not pass a picture on
why_residual = "A"

# %% wrong c
# Large weights.
# hint: what it subtracts is 0
why_residual = "C"

# %% wrong d
# Unknown.
# hint: known before training
why_residual = "D"

# %% wrong sentence
# A sentence.
# hint: one letter
why_residual = "because of the code"
