# Window by window.
import numpy as np


def max_pool_with_indices(maps):
    height, width, channels = maps.shape
    values = np.zeros((height // 2, width // 2, channels), maps.dtype)
    indices = np.zeros(values.shape, int)
    for i in range(height // 2):
        for j in range(width // 2):
            for c in range(channels):
                best = None
                for y in (2 * i, 2 * i + 1):
                    for x in (2 * j, 2 * j + 1):
                        if best is None or maps[y, x, c] > best:
                            best = maps[y, x, c]
                            indices[i, j, c] = y * width + x
                values[i, j, c] = best
    return values, indices
