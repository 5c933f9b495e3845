# %% right diagonals
# A diagonal for each tap.
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = columns - len(kernel) + 1
    return sum(weight * np.eye(rows, columns, tap) for tap, weight in enumerate(kernel))[::stride]

# %% right list
# A list of lists.
def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    starts = range(0, columns - len(kernel) + 1, stride)
    return [[float(kernel[c - s]) if 0 <= c - s < len(kernel) else 0.0 for c in range(columns)] for s in starts]

# %% right rolled
# One row, rolled.
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    row = np.zeros(length + 2 * padding)
    row[: len(kernel)] = kernel
    return np.stack([np.roll(row, start) for start in range(0, len(row) - len(kernel) + 1, stride)])

# %% wrong asks_scipy
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

# %% wrong flipped
# The kernel is turned around.
# hint: kernel flipped
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = (columns - len(kernel)) // stride + 1
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel[::-1]
    return matrix

# %% wrong last_row_missing
# The last place is left out.
# hint: last place is missing
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = (columns - len(kernel)) // stride
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix

# %% wrong padding_cut
# The columns of the zeros are cut off.
# hint: columns of the zeros are cut off
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = (columns - len(kernel)) // stride + 1
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix[:, padding : padding + length]

# %% wrong padding_ignored
# No columns for the zeros.
# hint: zeros around the signal
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length
    rows = (columns - len(kernel)) // stride + 1
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix

# %% wrong padding_once
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

# %% wrong part_of_a_window
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

# %% wrong stride_ignored
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

# %% wrong transposed
# Returns the transpose.
# hint: this is the transpose
import numpy as np


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    rows = (columns - len(kernel)) // stride + 1
    matrix = np.zeros((rows, columns))
    for row in range(rows):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix.T

# %% wrong whole_numbers
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
