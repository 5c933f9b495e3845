# Returns the values only.
# hint: return a pair
import numpy as np


def max_pool_with_indices(maps):
    height, width, channels = maps.shape
    rows, columns = height // 2, width // 2
    windows = maps[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2, channels)
    windows = windows.transpose(0, 2, 4, 1, 3).reshape(rows, columns, channels, 4)
    place = windows.argmax(axis=-1)
    row = 2 * np.arange(rows)[:, None, None] + place // 2
    column = 2 * np.arange(columns)[None, :, None] + place % 2
    return windows.max(axis=-1)
