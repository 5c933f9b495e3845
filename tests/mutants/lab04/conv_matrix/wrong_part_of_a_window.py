# A last window that does not fit counts.
# hint: only whole windows
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = -(-(columns - len(kernel)) // stride) + 1
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        start = row * stride
        matrix[row, start : start + len(kernel)] = kernel[: columns - start]
    return matrix
