# Counts no further than the largest pair that occurs.
# hint: minlength=classes**2
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    return np.bincount(classes * labels[counts] + predictions[counts]).reshape(classes, classes)
