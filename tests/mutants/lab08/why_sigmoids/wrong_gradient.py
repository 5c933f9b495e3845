# Thinks of gradients.
# hint: gradient everywhere
why_sigmoids = "D"
