# Amplitudes are added.
# hint: added as squares
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sum(pattern) / mean
