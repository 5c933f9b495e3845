# Takes the effect of dropout for overfitting.
# hint: dropout
sign_of_overfitting = "D"
