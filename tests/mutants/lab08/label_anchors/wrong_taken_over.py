# An object takes its best anchors for itself.
# hint: overlaps most, even where it is
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    objects = overlaps.argmax(0)
    states = np.full(N, -1)
    states[best >= high] = 1
    states[best < low] = 0
    for m in range(M):
        t = overlaps[m].max()
        if t > 0:
            w = np.flatnonzero(overlaps[m] == t)
            states[w] = 1
            objects[w] = m
    return states, objects
