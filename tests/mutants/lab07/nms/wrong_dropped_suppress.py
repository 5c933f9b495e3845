# Boxes that were dropped still drop others.
# hint: a dropped box must not drop others
import numpy as np


def nms(boxes, scores, threshold):
    order = np.argsort(-scores, kind="stable")
    overlaps = iou(boxes[order], boxes[order])
    kept = [order[k] for k in range(len(order)) if (overlaps[k, :k] <= threshold).all()]
    return np.array(kept, int)
