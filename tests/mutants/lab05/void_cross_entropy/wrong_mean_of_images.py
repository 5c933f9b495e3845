# Averages the images' means.
# hint: each image's mean
import numpy as np


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    if len(labels) > 1:
        return float(
            np.mean([void_cross_entropy(labels[i : i + 1], logits[i : i + 1], void) for i in range(len(labels))])
        )
    if not counts.any():
        return 0.0
    chosen, classes = logits[counts], labels[counts]
    chosen = chosen - chosen.max(axis=-1, keepdims=True)
    of_truth = chosen[np.arange(len(classes)), classes]
    return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
