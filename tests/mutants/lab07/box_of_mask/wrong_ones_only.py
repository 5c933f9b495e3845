# Looks for ones alone.
# hint: not only where it is 1
import numpy as np


def box_of_mask(mask):
    rows, columns = np.nonzero(mask == 1)
    if not len(rows):
        return np.zeros(4)
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
