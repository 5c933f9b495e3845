# The third choice is taken.
# hint: scales its values
why_skip = "C"
