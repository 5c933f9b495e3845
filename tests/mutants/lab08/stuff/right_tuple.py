# A tuple, in capitals.
stuff = ("Sky", "Grass", "Road", "Water")
