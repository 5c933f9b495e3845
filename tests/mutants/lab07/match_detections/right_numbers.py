# Zeros and ones in place of bools.
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    right = np.zeros(len(boxes), int)
    left = list(range(len(objects)))
    for place in np.argsort(-scores, kind="stable"):
        if not left:
            break
        row = iou(boxes[[place]], objects[left])[0]
        if row.max() >= threshold:
            right[place] = 1
            left.pop(int(row.argmax()))
    return right
