# The first choice is taken.
# hint: neighbours of its training pixels
why_blocks = "A"
