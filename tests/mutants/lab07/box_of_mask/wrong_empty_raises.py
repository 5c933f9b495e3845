# Fails for an empty mask.
# hint: zero-size
import numpy as np


def box_of_mask(mask):
    rows, columns = np.nonzero(mask)
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
