# Moves the caller's boxes.
# hint: writes into an array that it was given
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    boxes -= np.array([left, top, left, top], float)
    moved = np.clip(boxes, 0, [width, height, width, height])
    kept = (moved[:, 2:] > moved[:, :2]).all(axis=1)
    return moved * kept[:, None], kept
