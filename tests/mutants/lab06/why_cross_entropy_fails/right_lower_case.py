# The right letter in lower case.
why_cross_entropy_fails = "b"
