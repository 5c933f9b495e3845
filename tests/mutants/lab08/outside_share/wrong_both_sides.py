# A pixel is outside only if both coordinates are.
# hint: beyond one side
import numpy as np


def outside_share(boxes, instances):
    shares = np.zeros(len(boxes))
    for k, (x1, y1, x2, y2) in enumerate(boxes):
        rows, columns = np.nonzero(instances == k + 1)
        y, x = rows + 0.5, columns + 0.5
        if len(rows):
            shares[k] = np.mean(((x < x1) | (x > x2)) & ((y < y1) | (y > y2)))
    return shares
