# %% right letter
# The letter.
why_188 = "B"

# %% right lower_case
# The right letter in lower case.
why_188 = "b"

# %% right single_quotes
# The letter, by way of a list.
why_188 = ["A", "B", "C", "D"][1]

# %% wrong a
# Blames the crops.
# hint: crops are the same
why_188 = "A"

# %% wrong c
# Blames the border.
# hint: without padding
why_188 = "C"

# %% wrong d
# Blames ReLU.
# hint: could see
why_188 = "D"

# %% wrong number
# The number of the right answer.
# hint: one letter
why_188 = 2
