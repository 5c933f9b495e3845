# The lowest score chooses first.
# hint: lowest score
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right = np.zeros(len(boxes), bool)
    for place in np.argsort(scores):
        if len(objects) and overlaps[place].max() >= threshold:
            right[place] = True
            overlaps[:, overlaps[place].argmax()] = -1  # taken
    return right
