# The number of objects is that of the labels, less 1.
# hint: without background
import numpy as np


def match_objects(truth, predicted):
    found = 0
    for label in range(1, truth.max() + 1):
        here = truth == label
        for other in np.unique(predicted[here]):
            there = predicted == other
            if other and np.sum(here & there) > 0.5 * np.sum(here | there):
                found += 1
    return found, len(np.unique(predicted)) - 1 - found, len(np.unique(truth)) - 1 - found
