# The letter.
why_cross_entropy_fails = "B"
