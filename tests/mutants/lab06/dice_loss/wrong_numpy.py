# Right numbers, in NumPy: nothing can be differentiated.
# hint: no gradient
import numpy as np


def dice_loss(truth, prediction):
    axes = tuple(range(1, truth.ndim))
    loss = 2.0
    for g, p in ((truth, prediction), (1 - truth, 1 - prediction)):
        loss = loss - (2 * np.sum(g * p, axis=axes) + 1e-6) / (np.sum(g**2 + p**2, axis=axes) + 1e-6)
    return loss
