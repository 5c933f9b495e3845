# Column by column.
import numpy as np


def decode_boxes(deltas, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    dx, dy, dw, dh = (np.asarray(deltas, float) * variance).T
    x1, y1, x2, y2 = np.asarray(anchors, float).T
    w, h = x2 - x1, y2 - y1
    cx, cy = (x1 + x2) / 2 + dx * w, (y1 + y2) / 2 + dy * h
    w, h = w * np.exp(dw), h * np.exp(dh)
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=1)
