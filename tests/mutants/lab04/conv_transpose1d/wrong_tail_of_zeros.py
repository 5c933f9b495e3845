# stride − 1 zeros after the last stamp.
# hint: no zeros after it
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * len(values) + len(kernel) - 1)
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel
    return output[padding : len(output) - padding]
