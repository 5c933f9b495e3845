# Keeps the first pixel of each window.
# hint: first pixel
import numpy as np


def max_pool2d(image, size=2, stride=None):
    stride = size if stride is None else stride
    height, width, channels = image.shape
    rows = range(0, image.shape[0] - size + 1, stride)
    columns = range(0, image.shape[1] - size + 1, stride)
    out = np.zeros((len(rows), len(columns), image.shape[2]))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = image[top : top + size, left : left + size]
            out[i, j] = window[0, 0]
    return out
