# The filter only where it fits.
# hint: k − 1 zeros at either end
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    return spread, np.convolve(spread, kernel, "valid")
