# Right numbers, in NumPy: nothing can be differentiated.
# hint: no gradient
import numpy as np


def soft_dice(truth, prediction):
    truth, axes = np.asarray(truth, prediction.dtype), tuple(range(1, prediction.ndim))
    return (2 * np.sum(truth * prediction, axis=axes) + 1e-6) / (np.sum(truth**2 + prediction**2, axis=axes) + 1e-6)
