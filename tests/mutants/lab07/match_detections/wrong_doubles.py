# An object may be taken again and again.
# hint: taken twice
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right = np.zeros(len(boxes), bool)
    for place in np.argsort(-scores, kind="stable"):
        if len(objects) and overlaps[place].max() >= threshold:
            right[place] = True
    return right
