# The right letter in lower case.
# hint: one letter
why_cross_entropy_fails = "b"
