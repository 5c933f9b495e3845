# Frequency by frequency.
import numpy as np


def checkerboard(image, stride):
    height, width = image.shape[0] // stride * stride, image.shape[1] // stride * stride
    spectrum = np.fft.fft2(image[:height, :width])
    power = 0.0
    for m in range(stride):
        for n in range(stride):
            if (m, n) != (0, 0):
                power += abs(spectrum[m * height // stride, n * width // stride]) ** 2
    return float(power**0.5 / abs(spectrum[0, 0]))
