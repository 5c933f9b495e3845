# The right letter in lower case.
why_188 = "b"
