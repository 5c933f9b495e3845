# Repeats the values.
# hint: values are repeated
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.repeat(values, stride)
    return spread, np.correlate(spread, kernel[::-1], "full")
