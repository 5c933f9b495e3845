# Object by object, with flags.
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    table = iou(np.asarray(boxes), np.asarray(objects))
    verdict = [False] * len(boxes)
    used = [False] * len(objects)
    for d in sorted(range(len(boxes)), key=lambda k: -scores[k]):
        best, where = threshold, None
        for g in range(len(objects)):
            if not used[g] and table[d, g] >= best:
                best, where = table[d, g], g
        if where is not None:
            used[where] = verdict[d] = True
    return np.array(verdict, dtype=bool)
