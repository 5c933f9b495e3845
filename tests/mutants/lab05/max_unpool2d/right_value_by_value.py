# Value by value.
import numpy as np


def max_unpool2d(values, indices, shape):
    height, width = shape
    out = np.zeros((height, width, values.shape[2]))
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            for c in range(values.shape[2]):
                row, column = indices[i, j, c] // width, indices[i, j, c] % width
                out[row, column, c] = values[i, j, c]
    return out
