# Has rows for the classes that occur only.
# hint: one row and one column per class
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    present = np.union1d(labels[counts], predictions[counts])
    return np.array([[np.sum((labels == a) & (predictions == b)) for b in present] for a in present])
