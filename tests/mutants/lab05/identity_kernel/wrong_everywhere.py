# Passes on all neighbours.
# hint: adds up all neighbours
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    kernel = np.zeros((size, size, inputs, outputs))
    before = np.arange(inputs) * groups // inputs
    after = np.arange(outputs) * groups // outputs
    kernel[:, :] = (before[:, None] == after[None, :]) * groups / outputs
    return kernel
