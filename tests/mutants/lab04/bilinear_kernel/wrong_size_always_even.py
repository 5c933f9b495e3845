# 2·factor taps, for odd factors too.
# hint: 2·factor − (factor mod 2)
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return np.outer(taps, taps)
