# A list, from the places.
import numpy as np


def box_of_mask(mask):
    places = np.argwhere(mask)
    if places.size == 0:
        return [0.0, 0.0, 0.0, 0.0]
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0) + 1
    return [float(left), float(top), float(right), float(bottom)]
