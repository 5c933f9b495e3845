# Centred at the cells' corners.
# hint: add half a cell
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    anchors = [
        (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        for y in (np.arange(height)) * stride
        for x in (np.arange(width)) * stride
        for w, h in ((s / r**0.5, s * r**0.5) for s in sizes for r in ratios)
    ]
    return np.array(anchors)
