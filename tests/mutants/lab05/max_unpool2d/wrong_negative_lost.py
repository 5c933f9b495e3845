# Keeps the larger of value and zero.
# hint: negative values were lost
import numpy as np


def max_unpool2d(values, indices, shape):
    channels = values.shape[-1]
    maps = np.zeros((shape[0] * shape[1], channels), values.dtype)
    maps[indices.reshape(-1, channels), np.arange(channels)] = values.reshape(-1, channels)
    return np.maximum(maps, 0).reshape(*shape, channels)
