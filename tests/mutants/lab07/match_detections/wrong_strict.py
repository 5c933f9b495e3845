# Just at the threshold is not enough.
# hint: equal to the threshold suffices
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right = np.zeros(len(boxes), bool)
    for place in np.argsort(-scores, kind="stable"):
        if len(objects) and overlaps[place].max() > threshold:
            right[place] = True
            overlaps[:, overlaps[place].argmax()] = -1  # taken
    return right
