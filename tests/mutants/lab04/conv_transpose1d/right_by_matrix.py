# By the transposed matrix.
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    full = stride * (len(values) - 1) + len(kernel)
    output = conv_matrix(kernel, full, stride).T @ values
    return output[padding : full - padding]


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    matrix = np.zeros(((columns - len(kernel)) // stride + 1, columns))
    for row in range(len(matrix)):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix
