# Returns a list, and works on a table of overlaps.
import numpy as np


def nms(boxes, scores, threshold):
    if len(boxes) == 0:
        return []
    table = iou(boxes, boxes)
    left = list(np.argsort(-np.asarray(scores), kind="mergesort"))
    kept = []
    while left:
        best = left.pop(0)
        kept.append(int(best))
        left = [k for k in left if table[best, k] <= threshold]
    return kept
