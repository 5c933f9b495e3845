# Corner and size.
# hint: this is corner and size
import numpy as np


def box_of_mask(mask):
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return np.zeros(4)
    return np.array([columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1], float)
