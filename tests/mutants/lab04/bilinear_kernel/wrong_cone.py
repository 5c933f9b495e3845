# A cone in place of a product.
# hint: not a cone
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    row, column = np.mgrid[:size, :size] - middle
    return np.maximum(1 - np.hypot(row, column) / factor, 0)
