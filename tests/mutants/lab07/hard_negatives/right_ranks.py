# By ranks.
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    masked = np.where(positives, -np.inf, losses)
    rank = np.argsort(np.argsort(-masked, kind="stable"), kind="stable")
    return (rank < max(1, ratio * np.sum(positives))) & np.logical_not(positives)
