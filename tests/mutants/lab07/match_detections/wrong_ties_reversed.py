# Of equal scores the last chooses first.
# hint: of equal scores the first
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right = np.zeros(len(boxes), bool)
    for place in np.argsort(scores, kind="stable")[::-1]:
        if len(objects) and overlaps[place].max() >= threshold:
            right[place] = True
            overlaps[:, overlaps[place].argmax()] = -1
    return right
