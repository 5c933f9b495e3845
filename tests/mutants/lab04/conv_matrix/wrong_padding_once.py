# Columns for the zeros at one end.
# hint: zeros at both ends
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + padding
    rows = (columns - len(kernel)) // stride + 1
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix
