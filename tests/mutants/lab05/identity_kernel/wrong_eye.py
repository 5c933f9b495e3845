# Connects the first maps only.
# hint: lead nowhere
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    kernel = np.zeros((size, size, inputs, outputs))
    before = np.arange(inputs) * groups // inputs
    after = np.arange(outputs) * groups // outputs
    kernel[size // 2, size // 2] = np.eye(inputs, outputs)
    return kernel
