# %% right letter
# The letter.
why_random_lies = "B"

# %% right lower_case
# The letter in lower case, with a space.
why_random_lies = "b "

# %% wrong a
# Chooses A.
# hint: right on average
why_random_lies = "A"

# %% wrong c
# Chooses C.
# hint: a tenth more
why_random_lies = "C"

# %% wrong d
# Chooses D.
# hint: balanced
why_random_lies = "D"

# %% wrong sentence
# A sentence.
# hint: one letter
why_random_lies = "because of recordings of the same person"
