# Blames the border.
# hint: without padding
why_188 = "C"
