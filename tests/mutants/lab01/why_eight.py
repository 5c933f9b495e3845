# %% right letter
# The letter.
why_eight = "B"

# %% right lower_case
# The letter in lower case, with a space.
why_eight = "b "

# %% wrong a
# Thinks that parameters decide what is seen.
# hint: no parameters
why_eight = "A"

# %% wrong c
# Thinks that only pooling halves the map.
# hint: both halve
why_eight = "C"

# %% wrong d
# Thinks that dropping pixels takes taps from the kernel.
# hint: 3 taps
why_eight = "D"

# %% wrong not_answered
# The stub is left as it is.
# hint: still `...`
why_eight = ...

# %% wrong sentence
# Writes a sentence where a letter is asked for.
# hint: one letter
why_eight = "because of the window"
