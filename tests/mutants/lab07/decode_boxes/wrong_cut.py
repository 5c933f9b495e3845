# Cuts boxes at 0.
# hint: do not cut them at 0
import numpy as np


def decode_boxes(deltas, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    deltas = deltas * np.array(variance)
    anchor_sides = anchors[:, 2:] - anchors[:, :2]
    centres = anchors[:, :2] + anchor_sides / 2 + deltas[:, :2] * anchor_sides
    halves = anchor_sides * np.exp(deltas[:, 2:]) / 2
    return np.maximum(np.concatenate([centres - halves, centres + halves], axis=1), 0)
