# The distance is divided by k.
# hint: not by k
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(k) - m) / k
    return np.outer(taps, taps)
