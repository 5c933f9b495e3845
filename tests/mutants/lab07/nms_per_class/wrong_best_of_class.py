# Keeps one box a class.
# hint: only the best box of each class
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    kept = [np.zeros(0, int)]
    for label in np.unique(classes):
        places = np.flatnonzero(classes == label)
        kept.append(places[nms(boxes[places], scores[places], threshold)][:1])
    kept = np.concatenate(kept)
    return kept[np.argsort(-scores[kept], kind="stable")]
