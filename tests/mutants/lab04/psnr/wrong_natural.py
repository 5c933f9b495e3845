# The natural logarithm.
# hint: natural logarithm
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log(1 / error)
