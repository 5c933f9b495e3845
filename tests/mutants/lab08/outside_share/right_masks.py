# One mask a box, painted over the image.
import numpy as np


def outside_share(boxes, instances):
    height, width = instances.shape
    x, y = np.arange(width)[None, :] + 0.5, np.arange(height)[:, None] + 0.5
    result = np.zeros(len(boxes))
    for k, box in enumerate(boxes):
        inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
        mine = instances == k + 1
        result[k] = np.sum(mine & ~inside) / max(np.sum(mine), 1)
    return result
