# One row, rolled.
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    row = np.zeros(length + 2 * padding)
    row[: len(kernel)] = kernel
    return np.stack([np.roll(row, start) for start in range(0, len(row) - len(kernel) + 1, stride)])
