# Adds a name of its own.
# hint: not in the question
stuff = ["sky", "grass", "road", "water", "sand"]
