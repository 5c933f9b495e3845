# Cuts in the whole image's pixels, then moves.
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    low, high = np.array([left, top]), np.array([left + width, top + height])
    corners = [np.clip(boxes[:, k : k + 2], low, high) - low for k in (0, 2)]
    cut = np.concatenate(corners, axis=1)
    kept = np.all(corners[1] > corners[0], axis=1)
    cut[~kept] = 0
    return [cut, kept]
