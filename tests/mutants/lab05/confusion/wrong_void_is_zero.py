# Counts void as class 0.
# hint: counted as class 0
import numpy as np


def confusion(labels, predictions, classes, void):
    labels = np.where(labels == void, 0, labels)
    counts = labels >= 0
    pairs = labels[counts].astype(int) * classes + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
