# The 0 counts as an object.
# hint: 0 of the background
import numpy as np


def match_objects(truth, predicted):
    found = 0
    for label in range(1, truth.max() + 1):
        here = truth == label
        for other in np.unique(predicted[here]):
            there = predicted == other
            if other and np.sum(here & there) > 0.5 * np.sum(here | there):
                found += 1
    return found, len(np.unique(predicted)) - found, len(np.unique(truth)) - found
