# Adds a small number to the probabilities, which hides how wrong a prediction is.
# hint: nor is anything added to probabilities
import numpy as np


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    if not counts.any():
        return 0.0
    z, classes = logits[counts], labels[counts]
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return float(-np.log(p[np.arange(len(classes)), classes] + 1e-7).mean())
