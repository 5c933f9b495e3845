# The letter.
why_blocks = "C"
