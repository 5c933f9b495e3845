# Thinks of several objects.
# hint: one object
why_sigmoids = "C"
