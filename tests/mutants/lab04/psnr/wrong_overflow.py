# Subtracts uint8 numbers.
# hint: make floats
import numpy as np


def psnr(image, reference):
    error = np.mean((image - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(1 / error)
