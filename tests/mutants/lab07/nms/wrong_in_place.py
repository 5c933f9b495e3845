# Marks boxes that are gone in the caller's scores.
# hint: writes into an array that it was given
import numpy as np


def nms(boxes, scores, threshold):
    kept = []
    while len(scores) and scores.max() > -np.inf:
        best = int(scores.argmax())
        kept.append(best)
        scores[iou(boxes[[best]], boxes)[0] > threshold] = -np.inf
        scores[best] = -np.inf
    return np.array(kept, int)
