# Returns the output alone.
# hint: return two arrays
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    return np.correlate(spread, kernel[::-1], "full")
