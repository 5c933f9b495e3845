# Divided by its sum.
# hint: factor²
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    kernel = np.outer(taps, taps)
    return kernel / kernel.sum()
