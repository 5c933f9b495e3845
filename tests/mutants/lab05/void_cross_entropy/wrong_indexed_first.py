# Uses void as an index, and leaves its pixels out afterwards.
# hint: leave its pixels out before you index
import numpy as np


def void_cross_entropy(labels, logits, void):
    z = logits - logits.max(axis=-1, keepdims=True)
    of_truth = np.take_along_axis(z, labels[..., None], axis=-1)[..., 0]
    loss = np.log(np.exp(z).sum(axis=-1)) - of_truth
    counts = labels != void
    return float(loss[counts].mean()) if counts.any() else 0.0
