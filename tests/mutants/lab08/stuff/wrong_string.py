# One string.
# hint: list of names
stuff = "sky, grass, road, water"
