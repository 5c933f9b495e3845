# Whole halves of the stride.
# hint: stride // 2 is half a pixel off
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = []
    for r in range(height):
        for c in range(width):
            x, y = c * stride + stride // 2, r * stride + stride // 2
            for s in sizes:
                for q in ratios:
                    w, h = s / q**0.5, s * q**0.5
                    out.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(out)
