# Boxes with negative scores are lost.
# hint: scores may be negative
import numpy as np


def nms(boxes, scores, threshold):
    scores, kept = np.array(scores), []
    while (scores > 0).any():
        best = scores.argmax()
        kept.append(best)
        scores[iou(boxes[[best]], boxes)[0] > threshold] = 0
        scores[best] = 0
    return np.array(kept, int)
