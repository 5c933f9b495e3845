# %% right letter
# The letter.
why_accuracy_hides = "B"

# %% right lower_case
# The letter, in lower case and with a blank.
why_accuracy_hides = " b"

# %% wrong a
# The first choice is taken.
# hint: lower mean IoU
why_accuracy_hides = "A"

# %% wrong c
# The third choice is taken.
# hint: the other way round
why_accuracy_hides = "C"

# %% wrong d
# The fourth choice is taken.
# hint: both can be right
why_accuracy_hides = "D"

# %% wrong not_answered
# The stub is left as it is.
# hint: still `...`
why_accuracy_hides = ...

# %% wrong sentence
# A sentence in place of a letter.
# hint: answer with one letter
why_accuracy_hides = "because it is so"
