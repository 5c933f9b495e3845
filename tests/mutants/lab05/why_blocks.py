# %% right letter
# The letter.
why_blocks = "C"

# %% right lower_case
# The letter, in lower case and with a blank.
why_blocks = " c"

# %% wrong a
# The first choice is taken.
# hint: neighbours of its training pixels
why_blocks = "A"

# %% wrong b
# The second choice is taken.
# hint: slices 7 and 9
why_blocks = "B"

# %% wrong d
# The fourth choice is taken.
# hint: both its neighbours
why_blocks = "D"

# %% wrong not_answered
# The stub is left as it is.
# hint: still `...`
why_blocks = ...

# %% wrong sentence
# A sentence in place of a letter.
# hint: answer with one letter
why_blocks = "because it is so"
