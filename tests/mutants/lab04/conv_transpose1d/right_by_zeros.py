# By zeros between the samples.
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    output = np.convolve(spread, kernel)
    return output[padding : len(output) - padding]
