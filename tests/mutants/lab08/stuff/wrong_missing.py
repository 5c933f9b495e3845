# Forgets the road.
# hint: missing
stuff = ["sky", "grass", "water"]
