# Takes healthy training for overfitting.
# hint: go on
sign_of_overfitting = "A"
