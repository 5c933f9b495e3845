# Subtracts in place.
# hint: changes the array it is given
import numpy as np


def psnr(image, reference):
    image -= reference
    error = np.mean(image**2)
    return float("inf") if error == 0 else 10 * np.log10(1 / error)
