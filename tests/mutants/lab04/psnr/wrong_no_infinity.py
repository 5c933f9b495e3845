# Equal images give 100 dB.
# hint: equal images
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return 100.0
    return 10 * np.log10(1 / error)
