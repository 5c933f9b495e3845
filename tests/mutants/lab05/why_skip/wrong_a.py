# The first choice is taken.
# hint: time is not the reason
why_skip = "A"
