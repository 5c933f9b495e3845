# First the maxima over rows, then over columns.
import numpy as np


def roi_pool(features, boxes, size, stride):
    height, width, channels = features.shape
    out = []
    for box in np.asarray(boxes, float).reshape(-1, 4):
        x1, y1, x2, y2 = np.clip(np.floor(box / stride + 0.5), 0, [width - 1, height - 1] * 2).astype(int)
        region = features[y1 : y2 + 1, x1 : x2 + 1]
        for axis in (0, 1):
            count = region.shape[axis]
            cuts = [(i * count // size, -((-(i + 1) * count) // size)) for i in range(size)]
            region = np.stack([region.take(range(a, b), axis).max(axis) for a, b in cuts], axis)
        out.append(region)
    return np.array(out, features.dtype).reshape(len(out), size, size, channels)
