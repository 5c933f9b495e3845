# Each row begins one column further.
# hint: stride ignored
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = (columns - len(kernel)) + 1
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        matrix[row, row : row + len(kernel)] = kernel
    return matrix
