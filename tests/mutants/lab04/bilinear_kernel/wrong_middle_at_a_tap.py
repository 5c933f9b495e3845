# The middle is at size // 2.
# hint: between two taps
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = size // 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return np.outer(taps, taps)
