# The middle is (k - 1) // 2.
# hint: not by //
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(k) - (k - 1) // 2) / factor
    return np.outer(taps, taps)
