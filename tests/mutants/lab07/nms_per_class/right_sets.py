# A list of pairs, sorted at the end.
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    pairs = []
    for label in set(classes.tolist()):
        index = np.where(classes == label)[0]
        pairs += [(-scores[index[k]], index[k]) for k in nms(boxes[index], scores[index], threshold)]
    return np.array([int(place) for _, place in sorted(pairs)], dtype=int)
