# Mean absolute error.
# hint: absolute differences
import numpy as np


def psnr(image, reference):
    error = np.mean(np.abs(np.asarray(image, float) - reference))
    if error == 0:
        return float("inf")
    return 10 * np.log10(1 / error)
