# The sum of squares.
# hint: the sum of the squares
import numpy as np


def psnr(image, reference):
    error = np.sum((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(1 / error)
