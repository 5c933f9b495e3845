# Detections choose in the order in which they come.
# hint: in the order of their scores
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right = np.zeros(len(boxes), bool)
    for place in range(len(boxes)):
        if len(objects) and overlaps[place].max() >= threshold:
            right[place] = True
            overlaps[:, overlaps[place].argmax()] = -1  # taken
    return right
