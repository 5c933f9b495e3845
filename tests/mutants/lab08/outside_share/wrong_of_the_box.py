# Divides by the box's area.
# hint: not of the box's area
import numpy as np


def outside_share(boxes, instances):
    shares = np.zeros(len(boxes))
    for k, (x1, y1, x2, y2) in enumerate(boxes):
        rows, columns = np.nonzero(instances == k + 1)
        y, x = rows + 0.5, columns + 0.5
        outside = (x < x1) | (x > x2) | (y < y1) | (y > y2)
        shares[k] = outside.sum() / ((x2 - x1) * (y2 - y1))
    return shares
