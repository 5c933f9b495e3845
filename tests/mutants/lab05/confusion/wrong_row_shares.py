# Gives shares of each row.
# hint: shares of each row
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    pairs = labels[counts].astype(int) * classes + predictions[counts]
    counts = np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
