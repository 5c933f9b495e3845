# The confidence comes first.
# hint: the confidence comes last
import numpy as np


def yolo_encode(boxes, labels, grid, boxes_per_cell, classes, image_size):
    t = np.zeros((grid, grid, 5 * boxes_per_cell + classes))
    H, W = image_size
    for (x1, y1, x2, y2), label in zip(boxes, labels):
        x, y = (x1 + x2) / 2 / W * grid, (y1 + y2) / 2 / H * grid
        c, r = min(int(x), grid - 1), min(int(y), grid - 1)
        if t[r, c, 0]:
            continue
        t[r, c, : 5 * boxes_per_cell] = np.tile([1, x - c, y - r, (x2 - x1) / W, (y2 - y1) / H], boxes_per_cell)
        t[r, c, 5 * boxes_per_cell + label] = 1
    return t
