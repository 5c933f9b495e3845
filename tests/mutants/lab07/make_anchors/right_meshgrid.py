# With a grid of centres.
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    size, ratio = (part.ravel() for part in np.meshgrid(sizes, ratios, indexing="ij"))
    half = np.stack([size / np.sqrt(ratio), size * np.sqrt(ratio)], axis=1) / 2
    y, x = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    centres = (np.stack([x, y], axis=-1).reshape(-1, 1, 2) + 0.5) * stride
    return np.concatenate([centres - half, centres + half], axis=2).reshape(-1, 4)
