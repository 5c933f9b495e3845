# Levels as floats.
# hint: return ints
import math

import numpy as np


def assign_levels(boxes, strides, canonical_size=224, canonical_stride=16):
    levels = []
    for x1, y1, x2, y2 in boxes:
        size = math.sqrt((x2 - x1) * (y2 - y1))
        level = math.floor(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))
        levels.append(min(max(level, 0), len(strides) - 1))
    return np.array(levels, float)
