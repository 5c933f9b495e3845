# Takes every C-th map for a group.
# hint: not every C-th map
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    kernel = np.zeros((size, size, inputs, outputs))
    before = np.arange(inputs) % groups
    after = np.arange(outputs) % groups
    kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
    return kernel
