# An array of one box.
import numpy as np

box_by_keras = np.array([[32, 0, 52, 6]])
