# Clips the others.
# hint: clipped
import numpy as np


def scale_features(train, others):
    low, high = train.min(axis=0), train.max(axis=0)
    varies = high > low
    span = np.where(varies, high - low, 1)
    return tuple(np.clip(np.where(varies, 2 * (part - low) / span - 1, 0), -1, 1) for part in (train, others))
