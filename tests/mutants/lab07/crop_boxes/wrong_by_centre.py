# A box is kept if its centre is.
# hint: wherever its centre lies
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    corner = np.array([left, top, left, top])
    moved = np.clip(boxes - corner, 0, [width, height, width, height])
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 - [left, top]
    kept = ((centres >= 0) & (centres <= [width, height])).all(axis=1)
    return moved * kept[:, None], kept
