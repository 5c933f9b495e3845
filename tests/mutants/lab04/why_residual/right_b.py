# The letter.
why_residual = "B"
