# Thinks that parameters decide what is seen.
# hint: no parameters
why_eight = "A"
