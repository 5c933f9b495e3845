# Forgets the root.
# hint: the area must be s²
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    anchors = [
        (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        for y in (np.arange(height) + 0.5) * stride
        for x in (np.arange(width) + 0.5) * stride
        for w, h in ((s / r, s * r) for s in sizes for r in ratios)
    ]
    return np.array(anchors)
