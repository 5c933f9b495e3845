# By the formula, entry by entry.
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    rows = [[(1 - abs(i - m) / factor) * (1 - abs(j - m) / factor) for j in range(k)] for i in range(k)]
    return np.array(rows)
