# Cuts anchors at the image's border.
# hint: do not cut them
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = []
    for r in range(height):
        for c in range(width):
            x, y = (c + 0.5) * stride, (r + 0.5) * stride
            for s in sizes:
                for q in ratios:
                    w, h = s / q**0.5, s * q**0.5
                    out.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.clip(np.array(out), 0, [width * stride, height * stride] * 2)
