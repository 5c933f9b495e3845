# Object k has the number k.
# hint: has the number k + 1
import numpy as np


def outside_share(boxes, instances):
    shares = []
    for k in range(len(boxes)):
        x1, y1, x2, y2 = boxes[k]
        rows, columns = np.where(instances == k)
        if len(rows) == 0:
            shares.append(0.0)
            continue
        x, y = columns + 0.5, rows + 0.5
        outside = (x < x1) | (x > x2) | (y < y1) | (y > y2)
        shares.append(outside.mean())
    return np.array(shares)
