# Returns centre and size.
# hint: this is centre and size
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    anchors = [
        (x, y, w, h)
        for y in (np.arange(height) + 0.5) * stride
        for x in (np.arange(width) + 0.5) * stride
        for w, h in ((s / r**0.5, s * r**0.5) for s in sizes for r in ratios)
    ]
    return np.array(anchors)
