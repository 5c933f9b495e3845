# The number of the right answer.
# hint: one letter
why_cross_entropy_fails = 2
