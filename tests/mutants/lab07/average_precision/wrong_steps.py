# The area under the steps.
# hint: area under its steps
import numpy as np


def average_precision(scores, right, objects):
    order = np.argsort(-scores, kind="stable")
    true = np.cumsum(right[order])
    recall, precision = true / objects, true / np.arange(1, len(order) + 1)
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    return np.sum(falling * np.diff(recall, prepend=0))
