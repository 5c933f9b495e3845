# Right numbers, in NumPy: nothing can be differentiated.
# hint: no gradient
import numpy as np


def weighted_cross_entropy(labels, weights, logits):
    top = logits.max(axis=-1, keepdims=True)
    logarithms = logits - top - np.log(np.exp(logits - top).sum(axis=-1, keepdims=True))
    return float(np.mean(-weights * np.take_along_axis(logarithms, labels[..., None], axis=-1)[..., 0]))
