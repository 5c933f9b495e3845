# Normalises over the images of the batch instead of the classes.
# hint: wrong axis
import numpy as np


def softmax_cross_entropy(logits, labels):
    exponentials = np.exp(logits - logits.max(axis=0))
    probabilities = exponentials / exponentials.sum(axis=0)
    picked = probabilities[np.arange(len(labels)), labels]
    gradient = probabilities.copy()
    gradient[np.arange(len(labels)), labels] -= 1
    return -np.mean(np.log(picked)), gradient / len(labels)
