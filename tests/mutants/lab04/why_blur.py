# %% right b
# The letter.
why_blur = "B"

# %% right small
# A small letter, with a blank.
why_blur = "b "

# %% wrong a
# Too few parameters.
# hint: noise need not be stored
why_blur = "A"

# %% wrong c
# The loss.
# hint: it is just the right loss
why_blur = "C"

# %% wrong d
# The receptive field.
# hint: 3 pixels are enough
why_blur = "D"

# %% wrong sentence
# A sentence.
# hint: one letter
why_blur = "because of the code"
