# Takes one minimum and maximum for all features.
# hint: for each column
import numpy as np


def scale_features(train, others):
    low, high = np.full(train.shape[1], train.min()), np.full(train.shape[1], train.max())
    varies = high > low
    span = np.where(varies, high - low, 1)
    return tuple(np.where(varies, 2 * (part - low) / span - 1, 0) for part in (train, others))
