# All first boxes, then all second ones.
# hint: here all first boxes come first
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    H, W = image_size
    boxes = []
    scores = []
    for b in range(B):
        for r in range(S):
            for c in range(S):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.array(boxes), np.array(scores)
