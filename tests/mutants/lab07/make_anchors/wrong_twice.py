# Sides on each side of the centre.
# hint: twice too large
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = []
    for r in range(height):
        for c in range(width):
            x, y = (c + 0.5) * stride, (r + 0.5) * stride
            for s in sizes:
                for q in ratios:
                    w, h = s / q**0.5, s * q**0.5
                    out.append([x - w, y - h, x + w, y + h])
    return np.array(out)
