# Goes through the boxes as they come.
# hint: not sorted by their scores
import numpy as np


def nms(boxes, scores, threshold):
    order = np.arange(len(scores))
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        order = order[iou(boxes[[best]], boxes[order])[0] <= threshold]
    return np.array(kept, int)
