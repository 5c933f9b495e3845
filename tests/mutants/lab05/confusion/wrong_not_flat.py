# Counts an array of several axes.
# hint: np.bincount counts a flat array
import numpy as np


def confusion(labels, predictions, classes, void):
    return np.bincount(classes * labels + predictions, minlength=classes**2).reshape(classes, classes)
