# Falls to 0 at half of the kernel's size.
# hint: divide the distance by factor
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / (size / 2)
    return np.outer(taps, taps) if factor > 1 else np.ones((1, 1)) / 2
