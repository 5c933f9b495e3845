# The groups that came in are sorted.
# hint: not to be changed
import numpy as np


def kfold(groups, folds):
    names = groups.copy()
    groups.sort()
    blocks = np.array_split(np.unique(names), folds)
    tested = [np.isin(names, block) for block in blocks]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
