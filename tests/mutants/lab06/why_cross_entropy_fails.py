# %% right letter
# The letter.
why_cross_entropy_fails = "B"

# %% right lower_case
# The right letter in lower case.
why_cross_entropy_fails = "b"

# %% right single_quotes
# The letter, by way of a list.
why_cross_entropy_fails = ["A", "B", "C", "D"][1]

# %% wrong a
# Blames the derivative.
# hint: from the scores
why_cross_entropy_fails = "A"

# %% wrong c
# Blames the sigmoid.
# hint: two classes
why_cross_entropy_fails = "C"

# %% wrong d
# Says it ignores the background.
# hint: nearly all
why_cross_entropy_fails = "D"

# %% wrong number
# The number of the right answer.
# hint: one letter
why_cross_entropy_fails = 2
