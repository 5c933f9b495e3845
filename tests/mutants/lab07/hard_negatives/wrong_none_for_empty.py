# None in an image without objects.
# hint: without objects teaches with one box
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    count = int(ratio * positives.sum())
    order = np.argsort(np.where(positives, np.inf, -losses), kind="stable")
    chosen = np.zeros(len(losses), bool)
    chosen[order[:count]] = True
    return chosen & ~positives
