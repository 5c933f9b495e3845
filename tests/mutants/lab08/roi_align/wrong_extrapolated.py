# Extrapolates beyond the outermost centres.
# hint: border's value goes on
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = np.array(box) / stride - 0.5
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = y1 + m * (y2 - y1)
    x = x1 + m * (x2 - x1)
    top, left = np.clip(y.astype(int), 0, H - 1), np.clip(x.astype(int), 0, W - 1)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(size, samples, size, samples, C).mean((1, 3))
