# The groups are shuffled first.
# hint: cut them with np.array_split
import numpy as np


def kfold(groups, folds):
    blocks = np.array_split(np.random.default_rng(0).permutation(np.unique(groups)), folds)
    tested = [np.isin(groups, block) for block in blocks]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
