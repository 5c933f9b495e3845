# The fourth choice is taken.
# hint: other way round
why_skip = "D"
