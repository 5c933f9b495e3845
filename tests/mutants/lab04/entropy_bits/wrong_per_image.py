# Each image is counted by itself.
# hint: each image is counted
import numpy as np


def entropy_bits(symbols):
    return sum(_bits(image[..., c]) for image in symbols for c in range(symbols.shape[-1]))


def _bits(values):
    counts = np.unique(values, return_counts=True)[1]
    p = counts / values.size
    return values.size * -np.sum(p * np.log2(p))
