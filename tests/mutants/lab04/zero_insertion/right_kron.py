# Zeros by a Kronecker product, a loop over windows.
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.kron(values, [1] + [0] * (stride - 1))[: stride * (len(values) - 1) + 1]
    k = len(kernel)
    wide = np.pad(spread, k - 1)
    flipped = np.flip(kernel)
    return spread, np.array([np.dot(flipped, wide[start : start + k]) for start in range(len(spread) + k - 1)])
