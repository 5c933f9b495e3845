# As a Kronecker product.
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    middle = np.kron(np.eye(groups), np.ones((inputs // groups, outputs // groups))) * (groups / outputs)
    around = size // 2
    return np.pad(middle[None, None], ((around, around), (around, around), (0, 0), (0, 0)))
