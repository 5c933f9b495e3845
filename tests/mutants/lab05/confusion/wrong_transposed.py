# Rows are what was predicted.
# hint: exchanged
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    pairs = labels[counts].astype(int) * classes + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes).T
