# The second choice is taken.
# hint: slices 7 and 9
why_blocks = "B"
