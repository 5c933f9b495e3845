# Takes the numbers of objects for those of anchors.
# hint: yours are the numbers of objects
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    states = np.where(best >= high, 1, np.where(best < low, 0, -1))
    states[overlaps.argmax(0)] = 1
    return states, overlaps.argmax(0)
