# Cuts the sorted places with a slice.
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    n = positives.sum()
    k = ratio * n if n else 1
    neg = np.flatnonzero(~positives)
    pick = neg[np.argsort(-losses[neg])[:k]]
    out = np.zeros(len(losses), bool)
    out[pick] = True
    return out
