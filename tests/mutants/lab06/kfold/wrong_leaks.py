# Examples are cut, not groups.
# hint: leaks
import numpy as np


def kfold(groups, folds):
    numbers = np.arange(len(groups))
    return [(np.setdiff1d(numbers, block), block) for block in np.array_split(numbers, folds)]
