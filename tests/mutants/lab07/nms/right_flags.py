# A flag for each box that is gone.
import numpy as np


def nms(boxes, scores, threshold):
    n = len(boxes)
    gone = np.zeros(n, dtype=bool)
    kept = []
    for i in sorted(range(n), key=lambda k: (-scores[k], k)):
        if gone[i]:
            continue
        kept.append(i)
        gone |= iou(boxes[i : i + 1], boxes)[0] > threshold
    return np.array(kept, dtype=np.int64)
