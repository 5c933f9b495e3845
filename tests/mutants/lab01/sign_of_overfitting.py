# %% right letter
# The letter.
sign_of_overfitting = "C"

# %% right lower_case
# The letter in lower case, with a space.
sign_of_overfitting = "c "

# %% wrong a
# Takes healthy training for overfitting.
# hint: go on
sign_of_overfitting = "A"

# %% wrong b
# Takes underfitting for overfitting.
# hint: underfitting
sign_of_overfitting = "B"

# %% wrong d
# Takes the effect of dropout for overfitting.
# hint: dropout
sign_of_overfitting = "D"

# %% wrong not_answered
# The stub is left as it is.
# hint: still `...`
sign_of_overfitting = ...

# %% wrong sentence
# Writes a sentence where a letter is asked for.
# hint: one letter
sign_of_overfitting = "because of the window"
