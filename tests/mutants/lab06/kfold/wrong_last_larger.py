# The last blocks are the larger ones.
# hint: last blocks are larger
import numpy as np


def kfold(groups, folds):
    blocks = [block[::-1] for block in np.array_split(np.unique(groups)[::-1], folds)][::-1]
    tested = [np.isin(groups, block) for block in blocks]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
