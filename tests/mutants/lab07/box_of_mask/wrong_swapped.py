# Rows are taken for x.
# hint: rows and columns are swapped
import numpy as np


def box_of_mask(mask):
    columns, rows = np.nonzero(mask)
    if not len(rows):
        return np.zeros(4)
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
