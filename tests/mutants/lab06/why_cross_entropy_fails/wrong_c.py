# Blames the sigmoid.
# hint: two classes
why_cross_entropy_fails = "C"
