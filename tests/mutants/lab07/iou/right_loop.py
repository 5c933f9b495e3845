# Pair by pair, in a loop.
import numpy as np


def iou(boxes1, boxes2):
    result = np.zeros((len(boxes1), len(boxes2)))
    for i, (ax1, ay1, ax2, ay2) in enumerate(boxes1):
        for j, (bx1, by1, bx2, by2) in enumerate(boxes2):
            width = max(0, min(ax2, bx2) - max(ax1, bx1))
            height = max(0, min(ay2, by2) - max(ay1, by1))
            inter = width * height
            union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - inter
            result[i, j] = inter / union if union > 0 else 0
    return result
