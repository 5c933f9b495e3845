# The receptive field.
# hint: 3 pixels are enough
why_blur = "D"
