# A constant feature becomes −1.
# hint: becomes 0, in both
import numpy as np


def scale_features(train, others):
    low, high = train.min(axis=0), train.max(axis=0)
    varies = high > low
    span = np.where(varies, high - low, 1)
    return tuple(2 * (part - low) / span - 1 for part in (train, others))
