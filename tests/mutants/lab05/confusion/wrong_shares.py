# Gives shares.
# hint: count pixels
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    pairs = labels[counts].astype(int) * classes + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes) / len(pairs)
