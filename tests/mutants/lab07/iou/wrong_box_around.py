# Takes the box around both for the one that they share.
# hint: the larger of the two starts
import numpy as np


def iou(boxes1, boxes2):
    low = np.minimum(boxes1[:, None, :2], boxes2[:, :2])
    high = np.maximum(boxes1[:, None, 2:], boxes2[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    areas1, areas2 = ((boxes[:, 2:] - boxes[:, :2]).prod(axis=-1) for boxes in (boxes1, boxes2))
    union = areas1[:, None] + areas2 - shared
    return shared / np.where(union != 0, union, 1)
