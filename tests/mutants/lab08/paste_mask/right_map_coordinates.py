# SciPy interpolates.
import numpy as np
from scipy import ndimage


def paste_mask(mask, box, height, width):
    (x1, y1, x2, y2), size = box, len(mask)
    y, x = np.mgrid[:height, :width] + 0.5
    v, u = (y - y1) / (y2 - y1), (x - x1) / (x2 - x1)
    values = ndimage.map_coordinates(mask, [v * size - 0.5, u * size - 0.5], order=1, mode="nearest")
    return np.where((v >= 0) & (v <= 1) & (u >= 0) & (u <= 1), values, 0.0)
