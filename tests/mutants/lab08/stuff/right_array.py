# An array.
import numpy as np

stuff = np.array(["sky", "grass", "road", "water"])
