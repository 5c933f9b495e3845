# The letter in lower case, with a space.
sign_of_overfitting = "c "
