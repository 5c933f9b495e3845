# Calls conv_transpose1d.
# hint: without it
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    return spread, conv_transpose1d(values, kernel, stride)
