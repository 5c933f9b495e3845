# Judges a pixel by its corner.
# hint: half a pixel
import numpy as np


def outside_share(boxes, instances):
    shares = []
    for k in range(len(boxes)):
        x1, y1, x2, y2 = boxes[k]
        rows, columns = np.where(instances == k + 1)
        if len(rows) == 0:
            shares.append(0.0)
            continue
        x, y = columns, rows
        outside = (x < x1) | (x > x2) | (y < y1) | (y > y2)
        shares.append(outside.mean())
    return np.array(shares)
