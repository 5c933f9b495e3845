# Shifts classes apart in the caller's boxes.
# hint: writes into an array that it was given
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    if not len(boxes):
        return np.zeros(0, int)
    boxes += (classes * (boxes.max() + 1))[:, None]
    return nms(boxes, scores, threshold)
