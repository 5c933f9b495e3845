# Counts void as the last class.
# hint: counted as the last class
import numpy as np


def confusion(labels, predictions, classes, void):
    labels = np.where((labels < 0) | (labels >= classes), classes - 1, labels)
    counts = labels >= 0
    pairs = labels[counts].astype(int) * classes + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
