# The number.
context_per_side = 92
