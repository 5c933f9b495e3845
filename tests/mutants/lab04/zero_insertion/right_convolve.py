# np.convolve, which turns the kernel around by itself.
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    return spread, np.convolve(spread, kernel)
