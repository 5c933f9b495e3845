# Column by column.
import numpy as np


def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    x1, y1, x2, y2 = np.asarray(boxes, float).T
    a1, b1, a2, b2 = np.asarray(anchors, float).T
    w, h, wa, ha = x2 - x1, y2 - y1, a2 - a1, b2 - b1
    dx = ((x1 + x2) - (a1 + a2)) / 2 / wa
    dy = ((y1 + y2) - (b1 + b2)) / 2 / ha
    vx, vy, vw, vh = variance
    return np.column_stack([dx / vx, dy / vy, (np.log(w) - np.log(wa)) / vw, (np.log(h) - np.log(ha)) / vh])
