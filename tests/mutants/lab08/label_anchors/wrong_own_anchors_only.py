# The best anchor of an object only where it overlaps no other object more.
# hint: even if it overlaps another
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    states = np.where(best >= high, 1, np.where(best < low, 0, -1))
    b = (overlaps == overlaps.max(1, keepdims=True)) & (overlaps > 0) & (overlaps == best)
    states[b.any(0)] = 1
    return states, overlaps.argmax(0)
