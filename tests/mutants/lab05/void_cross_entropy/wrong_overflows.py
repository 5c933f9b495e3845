# Does not subtract the largest logit.
# hint: overflows
import numpy as np


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    if not counts.any():
        return 0.0
    chosen, classes = logits[counts], labels[counts]
    of_truth = chosen[np.arange(len(classes)), classes]
    return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
