# Triangles are added.
# hint: multiplied, not added
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return np.add.outer(taps, taps) / 2
