# Overwrites the void labels of whoever calls it.
# hint: is changed: work on a copy
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    labels[~counts] = 0
    pairs = classes * labels[counts] + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
