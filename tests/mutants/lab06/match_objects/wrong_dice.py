# Dice in place of IoU.
# hint: Dice, not IoU
import numpy as np


def match_objects(truth, predicted):
    found = 0
    for label in range(1, truth.max() + 1):
        here = truth == label
        for other in np.unique(predicted[here]):
            there = predicted == other
            if other and 2 * np.sum(here & there) > 0.5 * (np.sum(here) + np.sum(there)):
                found += 1
    return found, int(predicted.max()) - found, int(truth.max()) - found
