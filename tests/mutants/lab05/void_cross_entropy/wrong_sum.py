# Sums over pixels.
# hint: this is the sum
import numpy as np


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    if not counts.any():
        return 0.0
    chosen, classes = logits[counts], labels[counts]
    chosen = chosen - chosen.max(axis=-1, keepdims=True)
    of_truth = chosen[np.arange(len(classes)), classes]
    return float(np.sum(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
