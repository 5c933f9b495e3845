# Column by column.
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    x1, y1, x2, y2 = np.asarray(boxes, dtype=float).reshape(-1, 4).T
    x1, x2 = (np.minimum(np.maximum(x - left, 0), width) for x in (x1, x2))
    y1, y2 = (np.minimum(np.maximum(y - top, 0), height) for y in (y1, y2))
    kept = (x2 - x1) * (y2 - y1) > 0
    return np.where(kept[:, None], np.stack([x1, y1, x2, y2], axis=1), 0.0), kept
