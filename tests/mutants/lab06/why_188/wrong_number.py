# The number of the right answer.
# hint: one letter
why_188 = 2
