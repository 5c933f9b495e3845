# Turns corners into sizes in the caller's arrays.
# hint: writes into an array that it was given
import numpy as np


def iou(boxes1, boxes2):
    low = np.maximum(boxes1[:, None, :2], boxes2[:, :2])
    high = np.minimum(boxes1[:, None, 2:], boxes2[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    boxes1[:, 2:] -= boxes1[:, :2]
    boxes2[:, 2:] -= boxes2[:, :2]
    union = boxes1[:, 2:].prod(axis=1)[:, None] + boxes2[:, 2:].prod(axis=1) - shared
    return shared / np.where(union > 0, union, 1)
