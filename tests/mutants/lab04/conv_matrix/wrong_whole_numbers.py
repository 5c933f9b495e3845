# A matrix of whole numbers.
# hint: make it of floats
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = (columns - len(kernel)) // stride + 1
    matrix = np.zeros((rows, columns), int)
    for row in range(rows):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix
