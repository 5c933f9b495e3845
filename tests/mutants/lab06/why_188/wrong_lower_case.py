# The right letter in lower case.
# hint: one letter
why_188 = "b"
