# The best anchor of an object only from an overlap of 0.1 on.
# hint: below 0.1 too
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    objects_count, anchors_count = overlaps.shape
    states = np.full(anchors_count, -1)
    objects = np.zeros(anchors_count, int)
    if objects_count == 0:
        return np.zeros(anchors_count, int), objects
    for n in range(anchors_count):
        column = overlaps[:, n]
        objects[n] = np.argmax(column)
        if column.max() >= high:
            states[n] = 1
        elif column.max() < low:
            states[n] = 0
    for m in range(objects_count):
        best = overlaps[m].max()
        if best >= 0.1:
            states[overlaps[m] == best] = 1
    return states, objects
