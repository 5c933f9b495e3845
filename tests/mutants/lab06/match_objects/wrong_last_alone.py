# Only the last predicted object that a true one touches is tried.
# hint: try each
import numpy as np


def match_objects(truth, predicted):
    found = 0
    for label in range(1, truth.max() + 1):
        here = truth == label
        for other in np.unique(predicted[here])[-1:]:
            there = predicted == other
            if other and np.sum(here & there) > 0.5 * np.sum(here | there):
                found += 1
    return found, int(predicted.max()) - found, int(truth.max()) - found
