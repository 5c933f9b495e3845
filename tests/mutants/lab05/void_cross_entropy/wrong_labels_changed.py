# Overwrites the void labels of whoever calls it.
# hint: is changed: work on a copy
import numpy as np


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    labels[~counts] = 0
    z = logits - logits.max(axis=-1, keepdims=True)
    of_truth = np.take_along_axis(z, labels[..., None], axis=-1)[..., 0]
    loss = np.log(np.exp(z).sum(axis=-1)) - of_truth
    return float((loss * counts).sum() / max(counts.sum(), 1))
