# The peak is the brightest pixel of the reference.
# hint: whatever the brightest pixel
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(reference.max() ** 2 / error)
