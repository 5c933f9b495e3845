# The loss.
# hint: it is just the right loss
why_blur = "C"
