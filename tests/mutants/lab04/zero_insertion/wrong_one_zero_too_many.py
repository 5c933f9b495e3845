# stride zeros between neighbours.
# hint: stride − 1 are enough
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros((stride + 1) * (len(values) - 1) + 1)
    spread[:: stride + 1] = values
    return spread, np.correlate(spread, kernel[::-1], "full")
