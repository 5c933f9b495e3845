# Test and train are swapped.
# hint: swapped
import numpy as np


def kfold(groups, folds):
    blocks = np.array_split(np.unique(groups), folds)
    tested = [np.isin(groups, block) for block in blocks]
    return [(np.flatnonzero(test), np.flatnonzero(~test)) for test in tested]
