# By comparing with the sizes at which levels begin.
import numpy as np


def assign_levels(boxes, strides, canonical_size=224, canonical_stride=16):
    sides = boxes[:, 2:] - boxes[:, :2]
    size = np.sqrt(sides[:, 0] * sides[:, 1])
    begins = np.array([canonical_size * stride / canonical_stride for stride in strides[1:]])
    return (size[:, None] >= begins).sum(axis=1)
