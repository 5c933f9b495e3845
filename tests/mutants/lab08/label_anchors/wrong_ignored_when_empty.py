# Without objects all anchors are ignored.
# hint: every anchor is negative
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.full(N, -1), np.zeros(N, int)
    best = overlaps.max(0)
    states = np.where(best >= high, 1, np.where(best < low, 0, -1))
    for row in overlaps:
        if row.max() > 0:
            states[row == row.max()] = 1
    return states, overlaps.argmax(0)
