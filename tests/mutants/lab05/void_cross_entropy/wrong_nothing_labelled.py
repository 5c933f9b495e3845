# Divides by nothing where all is void.
# hint: nothing to divide by
import numpy as np


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    chosen, classes = logits[counts], labels[counts]
    chosen = chosen - chosen.max(axis=-1, keepdims=True)
    of_truth = chosen[np.arange(len(classes)), classes]
    return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
