# Sets the losses of objects to -1 in the caller's array.
# hint: writes into an array that it was given
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    losses[positives] = -1
    count = min(max(ratio * int(positives.sum()), 1), int((~positives).sum()))
    chosen = np.zeros(len(losses), bool)
    chosen[np.argsort(-losses)[:count]] = True
    return chosen
