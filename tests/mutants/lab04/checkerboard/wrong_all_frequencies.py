# All frequencies.
# hint: every frequency
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum.copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sqrt(np.sum(pattern**2)) / mean
