# Puts the weights into the corner.
# hint: middle of the kernel is at
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    kernel = np.zeros((size, size, inputs, outputs))
    before = np.arange(inputs) * groups // inputs
    after = np.arange(outputs) * groups // outputs
    kernel[0, 0] = (before[:, None] == after[None, :]) * groups / outputs
    return kernel
