# Exchanges row and column.
# hint: exchanged
import numpy as np


def max_unpool2d(values, indices, shape):
    channels = values.shape[-1]
    maps = np.zeros((shape[0] * shape[1], channels), values.dtype)
    maps[indices.reshape(-1, channels), np.arange(channels)] = values.reshape(-1, channels)
    return maps.reshape(shape[1], shape[0], channels).swapaxes(0, 1)
