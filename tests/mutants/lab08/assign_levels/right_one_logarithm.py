# One logarithm, of the area.
import numpy as np


def assign_levels(boxes, strides, canonical_size=224, canonical_stride=16):
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    ratio = area * (canonical_stride / strides[0] / canonical_size) ** 2
    return np.floor(np.log2(ratio) / 2).clip(0, len(strides) - 1).astype("int64")
