# %% right letter
# The letter.
why_skip = "B"

# %% right lower_case
# The letter, in lower case and with a blank.
why_skip = " b"

# %% wrong a
# The first choice is taken.
# hint: time is not the reason
why_skip = "A"

# %% wrong c
# The third choice is taken.
# hint: scales its values
why_skip = "C"

# %% wrong d
# The fourth choice is taken.
# hint: other way round
why_skip = "D"

# %% wrong not_answered
# The stub is left as it is.
# hint: still `...`
why_skip = ...

# %% wrong sentence
# A sentence in place of a letter.
# hint: answer with one letter
why_skip = "because it is so"
