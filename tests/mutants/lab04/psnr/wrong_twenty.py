# 20 times the logarithm of a square.
# hint: 20 · log10
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 20 * np.log10(1 / error)
