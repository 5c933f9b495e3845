# Fades to 0 towards the box's border.
# hint: yours fades to 0
import numpy as np
from scipy import ndimage


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = box
    size = len(mask)
    y, x = (np.arange(height) + 0.5 - y1) / (y2 - y1), (np.arange(width) + 0.5 - x1) / (x2 - x1)
    places = np.meshgrid(y * size - 0.5, x * size - 0.5, indexing="ij")
    values = ndimage.map_coordinates(mask, places, order=1, mode="grid-constant")
    inside = ((y >= 0) & (y <= 1))[:, None] & ((x >= 0) & (x <= 1))
    return values * inside
