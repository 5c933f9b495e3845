# Counts voxels, in integers.
import numpy as np


def window_label(mask, start, size):
    z, y, x = start
    inside = int(np.count_nonzero(mask[z : z + size, y : y + size, x : x + size]))
    total = int(np.count_nonzero(mask))
    if 100 * inside >= 99 * total:
        return 1
    return 0 if 10 * inside <= 8 * total else -1
