# The letter.
why_skip = "B"
