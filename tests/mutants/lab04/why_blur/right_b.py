# The letter.
why_blur = "B"
