# Gives up where the best object is taken.
# hint: best of those still free
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right, taken = np.zeros(len(boxes), bool), set()
    for place in np.argsort(-scores, kind="stable"):
        if len(objects) == 0:
            break
        best = overlaps[place].argmax()
        if overlaps[place, best] >= threshold and best not in taken:
            right[place] = True
            taken.add(best)
    return right
