# Takes void for a number above the classes.
# hint: void may be any number
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels < classes
    pairs = classes * labels[counts] + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
