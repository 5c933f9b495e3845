# The letter.
why_sigmoids = "B"
