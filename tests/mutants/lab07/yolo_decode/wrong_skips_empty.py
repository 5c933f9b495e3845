# Leaves cells without an object out.
# hint: whatever is in the table
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    H, W = image_size
    boxes = []
    scores = []
    for r in range(S):
        for c in range(S):
            for b in range(B):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                if not conf:
                    continue
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.array(boxes), np.array(scores)
