# Zeros after the last value too.
# hint: none at the ends
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * len(values))
    spread[::stride] = values
    return spread, np.correlate(spread, kernel[::-1], "full")
