# With one-hot labels and a mask.
import numpy as np


def void_cross_entropy(labels, logits, void):
    valid = labels != void
    z = logits - logits.max(-1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(-1, keepdims=True))
    one_hot = labels[..., None] == np.arange(logits.shape[-1])
    per_pixel = -np.where(one_hot, log_p, 0).sum(-1)
    return np.sum(per_pixel * valid) / max(valid.sum(), 1)
