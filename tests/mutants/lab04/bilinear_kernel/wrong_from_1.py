# Taps are counted from 1.
# hint: from 0 to k − 1
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(1, k + 1) - m) / factor
    return np.outer(taps, taps)
