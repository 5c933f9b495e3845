# Marks boxes that are gone in a copy of the scores.
import numpy as np


def nms(boxes, scores, threshold):
    scores, kept = np.array(scores, float), []
    while len(scores) and scores.max() > -np.inf:
        best = int(scores.argmax())
        kept.append(best)
        scores[iou(boxes[[best]], boxes)[0] > threshold] = -np.inf
        scores[best] = -np.inf
    return np.array(kept, int)
