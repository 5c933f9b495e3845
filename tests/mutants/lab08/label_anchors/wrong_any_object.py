# Negative if it stays below `low` with any object.
# hint: with all objects
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    states = np.full(N, -1)
    states[(overlaps < low).any(0)] = 0
    states[best >= high] = 1
    states[((overlaps == overlaps.max(1, keepdims=True)) & (overlaps > 0)).any(0)] = 1
    return states, overlaps.argmax(0)
