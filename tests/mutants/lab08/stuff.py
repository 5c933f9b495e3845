# %% right array
# An array.
import numpy as np

stuff = np.array(["sky", "grass", "road", "water"])

# %% right order
# In another order.
stuff = ["water", "road", "grass", "sky"]

# %% right tuple
# A tuple, in capitals.
stuff = ("Sky", "Grass", "Road", "Water")

# %% wrong cow
# A cow is counted as stuff.
# hint: cow
stuff = ["sky", "grass", "road", "water", "cow"]

# %% wrong invented
# Adds a name of its own.
# hint: not in the question
stuff = ["sky", "grass", "road", "water", "sand"]

# %% wrong missing
# Forgets the road.
# hint: missing
stuff = ["sky", "grass", "water"]

# %% wrong not_answered
# The stub is left as it is.
# hint: still `...`
stuff = ...

# %% wrong set
# A set.
# hint: square ones
stuff = {"sky", "grass", "road", "water"}

# %% wrong string
# One string.
# hint: list of names
stuff = "sky, grass, road, water"

# %% wrong things
# Names the things.
# hint: these are the things
stuff = ["car", "person", "cow", "cup"]
