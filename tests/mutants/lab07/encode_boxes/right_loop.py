# Box by box.
import math

import numpy as np


def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    rows = []
    for (x1, y1, x2, y2), (a1, b1, a2, b2) in zip(boxes, anchors):
        wa, ha = a2 - a1, b2 - b1
        row = [(x1 + x2 - a1 - a2) / 2 / wa, (y1 + y2 - b1 - b2) / 2 / ha]
        row += [math.log((x2 - x1) / wa), math.log((y2 - y1) / ha)]
        rows.append([value / v for value, v in zip(row, variance)])
    return np.array(rows).reshape(-1, 4)
