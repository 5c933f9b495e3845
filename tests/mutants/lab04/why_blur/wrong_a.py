# Too few parameters.
# hint: noise need not be stored
why_blur = "A"
