# Drops a box that overlaps just as much as the threshold.
# hint: equal to the threshold is allowed
import numpy as np


def nms(boxes, scores, threshold):
    order = np.argsort(-scores, kind="stable")
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        order = order[iou(boxes[[best]], boxes[order])[0] < threshold]
    return np.array(kept, int)
