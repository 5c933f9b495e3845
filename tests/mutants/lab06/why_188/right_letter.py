# The letter.
why_188 = "B"
