# The logarithm of the root of the error.
# hint: the root is too much
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(1 / np.sqrt(error))
