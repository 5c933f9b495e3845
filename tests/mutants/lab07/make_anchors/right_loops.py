# Four loops.
import math

import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = np.zeros((height, width, len(sizes), len(ratios), 4), "float32")
    for row in range(height):
        for column in range(width):
            cx, cy = stride * column + stride / 2, stride * row + stride / 2
            for i, size in enumerate(sizes):
                for j, ratio in enumerate(ratios):
                    h = math.sqrt(size * size * ratio)
                    w = h / ratio
                    out[row, column, i, j] = cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2
    return out.reshape(-1, 4)
