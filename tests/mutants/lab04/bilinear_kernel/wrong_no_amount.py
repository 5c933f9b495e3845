# The distance has a sign.
# hint: never negative
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - (np.arange(k) - m) / factor
    return np.outer(taps, taps)
