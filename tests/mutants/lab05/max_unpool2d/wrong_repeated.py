# Repeats each value over its window.
# hint: repeated over its window
import numpy as np


def max_unpool2d(values, indices, shape):
    maps = np.zeros((*shape, values.shape[-1]), values.dtype)
    large = values.repeat(2, axis=0).repeat(2, axis=1)
    maps[: large.shape[0], : large.shape[1]] = large
    return maps
