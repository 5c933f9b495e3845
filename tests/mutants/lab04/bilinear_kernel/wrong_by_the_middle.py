# The distance is divided by m.
# hint: not by the middle m
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(k) - m) / max(m, 1)
    return np.outer(taps, taps)
