# The letter.
why_eight = "B"
