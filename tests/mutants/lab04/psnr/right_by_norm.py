# By the norm of the difference, in amplitudes.
import numpy as np


def psnr(image, reference):
    difference = np.subtract(image, reference, dtype=float)
    with np.errstate(divide="ignore"):
        return -20 * np.log10(np.linalg.norm(difference) / np.sqrt(difference.size))
