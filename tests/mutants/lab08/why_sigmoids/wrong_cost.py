# Thinks of cost.
# hint: next to nothing
why_sigmoids = "A"
