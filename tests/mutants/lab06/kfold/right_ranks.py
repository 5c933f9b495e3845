# Blocks of ranks.
import numpy as np


def kfold(groups, folds):
    names, rank = np.unique(groups, return_inverse=True)
    size, extra = divmod(len(names), folds)
    fold = np.repeat(np.arange(folds), [size + (k < extra) for k in range(folds)])[rank]
    return [(np.where(fold != k)[0], np.where(fold == k)[0]) for k in range(folds)]
