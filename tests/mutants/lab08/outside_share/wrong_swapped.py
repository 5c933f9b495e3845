# Rows are taken for x.
# hint: x belongs to columns
import numpy as np


def outside_share(boxes, instances):
    shares = []
    for k in range(len(boxes)):
        x1, y1, x2, y2 = boxes[k]
        rows, columns = np.where(instances == k + 1)
        if len(rows) == 0:
            shares.append(0.0)
            continue
        y, x = columns + 0.5, rows + 0.5
        outside = (x < x1) | (x > x2) | (y < y1) | (y > y2)
        shares.append(outside.mean())
    return np.array(shares)
