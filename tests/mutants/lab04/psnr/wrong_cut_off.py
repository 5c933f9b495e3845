# Cuts the image off at 0 and 1 before it measures.
# hint: cut off at 0 and 1
import numpy as np


def psnr(image, reference):
    error = np.mean((np.clip(image, 0, 1) - reference) ** 2)
    return float("inf") if error == 0 else 10 * np.log10(1 / error)
