# The smallest losses.
# hint: easiest
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    count = max(int(ratio * positives.sum()), 1)
    order = np.argsort(np.where(positives, np.inf, losses), kind="stable")
    chosen = np.zeros(len(losses), bool)
    chosen[order[:count]] = True
    return chosen & ~positives
