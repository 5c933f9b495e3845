# Counts in a map of twice the width.
# hint: given width W
import numpy as np


def max_unpool2d(values, indices, shape):
    channels = values.shape[-1]
    maps = np.zeros((shape[0] * shape[1], channels), values.dtype)
    maps[indices.reshape(-1, channels), np.arange(channels)] = values.reshape(-1, channels)
    rows, columns = np.divmod(indices, 2 * values.shape[1])
    maps = np.zeros((*shape, channels), values.dtype)
    maps[np.minimum(rows, shape[0] - 1), columns, np.arange(channels)] = values
    return maps
