# Leaves out 255 only.
# hint: leave them out
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != 255
    labels = np.clip(labels, 0, classes - 1)
    pairs = labels[counts].astype(int) * classes + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
