# Everything is passed on.
# hint: does not pass a picture on
why_residual = "A"
