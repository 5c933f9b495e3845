# A loop over the taps of the kernel.
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    reach = stride * (len(values) - 1) + 1
    output = np.zeros(reach + len(kernel) - 1)
    for tap, weight in enumerate(kernel):
        output[tap : tap + reach : stride] += weight * values
    return output[padding : len(output) - padding]
