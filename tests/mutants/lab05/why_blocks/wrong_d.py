# The fourth choice is taken.
# hint: both its neighbours
why_blocks = "D"
