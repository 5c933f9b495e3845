# Objects that touch at all match.
# hint: touch at all
import numpy as np


def match_objects(truth, predicted):
    found = 0
    for label in range(1, truth.max() + 1):
        here = truth == label
        for other in np.unique(predicted[here]):
            there = predicted == other
            if other:
                found += 1
    return found, int(predicted.max()) - found, int(truth.max()) - found
