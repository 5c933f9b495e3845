# A cow is counted as stuff.
# hint: cow
stuff = ["sky", "grass", "road", "water", "cow"]
