# Returns the loss without its gradient.
# hint: (loss, gradient)
import numpy as np


def softmax_cross_entropy(logits, labels):
    return float(np.mean(np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(labels)), labels]))
