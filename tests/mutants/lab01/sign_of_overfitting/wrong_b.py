# Takes underfitting for overfitting.
# hint: underfitting
sign_of_overfitting = "B"
