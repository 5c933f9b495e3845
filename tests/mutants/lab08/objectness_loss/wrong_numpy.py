# NumPy in place of Keras.
# hint: numpy.where
import numpy as np
from keras import ops


def objectness_loss(logits, positives, negatives):
    logits = np.asarray(logits)
    p = np.asarray(positives)
    d = p | np.asarray(negatives)
    z = np.where(d, logits, 0)
    losses = np.maximum(z, 0) - z * p + np.log1p(np.exp(-abs(z)))
    return ops.convert_to_tensor(np.float32((losses * d).sum() / max(d.sum(), 1)))
