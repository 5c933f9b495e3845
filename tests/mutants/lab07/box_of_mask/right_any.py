# By rows and columns that have something.
import numpy as np


def box_of_mask(mask):
    mask = np.asarray(mask) != 0
    if not mask.any():
        return np.zeros(4)
    x, y = np.where(mask.any(axis=0))[0], np.where(mask.any(axis=1))[0]
    return np.array([x[0], y[0], x[-1] + 1, y[-1] + 1], dtype="float32")
