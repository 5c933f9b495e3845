# Each class is moved to a place of its own.
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    extent = np.max(np.abs(boxes), initial=0) * 2 + 1
    moved = boxes + (classes * extent)[:, None]
    return nms(moved, scores, threshold)
