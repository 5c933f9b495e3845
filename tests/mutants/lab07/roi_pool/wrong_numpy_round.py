# Rounds halves to the even number.
# hint: halves are rounded up
import numpy as np


def roi_pool(features, boxes, size, stride):
    H, W, C = features.shape
    out = np.zeros((len(boxes), size, size, C), features.dtype)

    def bins(lo, hi, m):
        a = min(max(int(np.round(lo / stride)), 0), m - 1)
        b = min(max(int(np.round(hi / stride)), 0), m - 1)
        n = b - a + 1
        return [(a + i * n // size, a + -(-(i + 1) * n // size)) for i in range(size)]

    for k, (x1, y1, x2, y2) in enumerate(boxes):
        for i, (r0, r1) in enumerate(bins(y1, y2, H)):
            for j, (c0, c1) in enumerate(bins(x1, x2, W)):
                out[k, i, j] = features[r0:r1, c0:c1].max((0, 1))
    return out
