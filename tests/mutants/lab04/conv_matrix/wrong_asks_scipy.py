# Lets SciPy build the Toeplitz matrix.
# hint: without it
import numpy as np
from scipy.linalg import toeplitz


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    first_row = np.concatenate([kernel, np.zeros(columns - len(kernel))])
    first_column = np.zeros(columns - len(kernel) + 1)
    first_column[0] = kernel[0]
    return toeplitz(first_column, first_row)[::stride]
