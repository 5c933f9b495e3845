# Subtracts the mean of the caller's patches in place.
# hint: is changed: work on a copy
import numpy as np


def patch_features(patches):
    values = patches.reshape(*patches.shape[:-2], 9)
    first = values.copy()
    numbers = [np.median(values, axis=-1), values.max(axis=-1) - values.min(axis=-1), (values**2).sum(axis=-1)]
    down, across = np.gradient(patches, axis=(-2, -1))
    gradients = np.sqrt(down**2 + across**2).reshape(values.shape)
    values -= values.mean(axis=-1, keepdims=True)
    numbers += [(values**power).mean(axis=-1) for power in (2, 3, 4)]
    return np.concatenate([first, np.stack(numbers, axis=-1), gradients], axis=-1)
