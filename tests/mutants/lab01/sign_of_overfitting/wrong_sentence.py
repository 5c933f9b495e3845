# Writes a sentence where a letter is asked for.
# hint: one letter
sign_of_overfitting = "because of the window"
