# With floor and ceil of edges.
import math

import numpy as np


def roi_pool(features, boxes, size, stride):
    rows, columns, channels = features.shape
    result = np.empty((len(boxes), size, size, channels), dtype=features.dtype)
    for n, (x1, y1, x2, y2) in enumerate(boxes):
        a = min(max(math.floor(x1 / stride + 0.5), 0), columns - 1)
        c = min(max(math.floor(y1 / stride + 0.5), 0), rows - 1)
        b = min(math.floor(x2 / stride + 0.5), columns - 1)
        d = min(math.floor(y2 / stride + 0.5), rows - 1)
        width, height = b - a + 1, d - c + 1
        for i in range(size):
            top, bottom = c + math.floor(i * height / size), c + math.ceil((i + 1) * height / size)
            for j in range(size):
                left, right = a + math.floor(j * width / size), a + math.ceil((j + 1) * width / size)
                result[n, i, j] = np.amax(features[top:bottom, left:right], axis=(0, 1))
    return result
