# Numbers that do not occur count as groups.
# hint: numbers that do not occur
import numpy as np


def kfold(groups, folds):
    blocks = np.array_split(np.arange(np.min(groups), np.max(groups) + 1), folds)
    tested = [np.isin(groups, block) for block in blocks]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
