# From the corner and the size.
import numpy as np


def decode_boxes(deltas, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    steps = np.multiply(deltas, np.array(variance))
    size = anchors[:, 2:] - anchors[:, :2]
    new = size * np.exp(steps[:, 2:])
    corner = (anchors[:, :2] + anchors[:, 2:]) / 2 + steps[:, :2] * size - new / 2
    return np.hstack([corner, corner + new])
