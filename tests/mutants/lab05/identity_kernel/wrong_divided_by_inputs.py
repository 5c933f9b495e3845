# Divides by the inputs.
# hint: not C / inputs
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    kernel = np.zeros((size, size, inputs, outputs))
    before = np.arange(inputs) * groups // inputs
    after = np.arange(outputs) * groups // outputs
    kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / inputs
    return kernel
