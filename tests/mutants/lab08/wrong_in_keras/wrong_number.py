# A number.
# hint: one letter
wrong_in_keras = 2
