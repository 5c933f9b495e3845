# As a product of two one-hot matrices.
import numpy as np


def confusion(labels, predictions, classes, void):
    keep = labels != void
    truth = np.equal.outer(np.arange(classes), labels[keep]).astype(int)
    said = np.equal.outer(predictions[keep], np.arange(classes)).astype(int)
    return truth @ said
