# Slices with [padding:-padding], which is empty without padding.
# hint: is empty where p is 0
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel
    return output[padding:-padding]
