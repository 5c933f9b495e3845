# Scales copies in place, and returns a list.
import numpy as np


def scale_features(train, others):
    low, high = train.min(axis=0), train.max(axis=0)
    span = np.where(high > low, high - low, 1)
    scaled = [train.copy(), others.copy()]
    for pixels in scaled:
        pixels -= low
        pixels *= 2 / span
        pixels -= 1
        pixels[:, high == low] = 0
    return scaled
