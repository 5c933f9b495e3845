# The filter is not turned around.
# hint: not turned around
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    return spread, np.correlate(spread, kernel, "full")
