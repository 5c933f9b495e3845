# Returns the verdicts in the order of the scores.
# hint: in the order of `boxes`
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right = np.zeros(len(boxes), bool)
    for place in np.argsort(-scores, kind="stable"):
        if len(objects) and overlaps[place].max() >= threshold:
            right[place] = True
            overlaps[:, overlaps[place].argmax()] = -1  # taken
    return right[np.argsort(-scores, kind="stable")]
