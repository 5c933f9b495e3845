# A set.
# hint: square ones
stuff = {"sky", "grass", "road", "water"}
