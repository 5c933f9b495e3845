# A diagonal for each tap.
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = columns - len(kernel) + 1
    return sum(weight * np.eye(rows, columns, tap) for tap, weight in enumerate(kernel))[::stride]
