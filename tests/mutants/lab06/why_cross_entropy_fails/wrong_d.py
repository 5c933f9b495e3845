# Says it ignores the background.
# hint: nearly all
why_cross_entropy_fails = "D"
