# Blames the derivative.
# hint: from the scores
why_cross_entropy_fails = "A"
