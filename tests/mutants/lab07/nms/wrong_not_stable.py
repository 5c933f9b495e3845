# NumPy's default sort leaves the order of equal scores to chance.
# hint: sort stably
import numpy as np


def nms(boxes, scores, threshold):
    order, kept = np.argsort(-scores), []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        order = order[iou(boxes[[best]], boxes[order])[0] <= threshold]
    return np.array(kept, int)
