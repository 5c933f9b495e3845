# All ones.
# hint: nearest neighbour
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return np.ones((size, size))
