# Eleven recalls.
# hint: 11 recalls
import numpy as np


def average_precision(scores, right, objects):
    order = np.argsort(-scores, kind="stable")
    true = np.cumsum(right[order])
    recall, precision = true / objects, true / np.arange(1, len(order) + 1)
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(recall, np.linspace(0, 1, 11), side="left")
    return np.append(falling, 0)[places].mean()
