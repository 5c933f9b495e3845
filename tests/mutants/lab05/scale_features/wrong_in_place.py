# Scales the caller's arrays in place.
# hint: is changed: work on a copy
import numpy as np


def scale_features(train, others):
    low, high = train.min(axis=0), train.max(axis=0)
    span = np.where(high > low, high - low, 1)
    for pixels in (train, others):
        pixels -= low
        pixels *= 2 / span
        pixels -= 1
        pixels[:, high == low] = 0
    return train, others
