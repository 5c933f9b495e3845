# Returns places within the class.
# hint: places within a class
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    kept = [np.zeros(0, int)]
    for label in np.unique(classes):
        places = np.flatnonzero(classes == label)
        kept.append(nms(boxes[places], scores[places], threshold))
    kept = np.concatenate(kept)
    return kept
