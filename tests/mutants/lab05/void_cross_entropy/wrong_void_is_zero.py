# Takes void for class 0.
# hint: taken for class 0
import numpy as np


def void_cross_entropy(labels, logits, void):
    if (labels == void).all():
        return 0.0
    labels = np.where(labels == void, 0, labels)
    counts = labels >= 0
    if not counts.any():
        return 0.0
    chosen, classes = logits[counts], labels[counts]
    chosen = chosen - chosen.max(axis=-1, keepdims=True)
    of_truth = chosen[np.arange(len(classes)), classes]
    return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
