# The letter.
sign_of_overfitting = "C"
