# Chooses among all boxes.
# hint: boxes on objects were chosen too
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    count = max(int(ratio * positives.sum()), 1)
    chosen = np.zeros(len(losses), bool)
    chosen[np.argsort(-losses)[:count]] = True
    return chosen
