# On the places of the background.
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    background = np.flatnonzero(~positives)
    count = max(ratio * int(np.count_nonzero(positives)), 1)
    worst = background[np.argsort(losses[background])[::-1][:count]]
    return np.isin(np.arange(len(losses)), worst)
