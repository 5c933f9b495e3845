# SciPy interpolates.
import numpy as np
from scipy import ndimage


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = np.asarray(box, float) / stride - 0.5
    parts = (np.arange(size * samples) + 0.5) / (size * samples)
    y, x = np.meshgrid(y1 + parts * (y2 - y1), x1 + parts * (x2 - x1), indexing="ij")
    channels = [
        ndimage.map_coordinates(features[..., k].astype(float), [y, x], order=1, mode="nearest")
        for k in range(features.shape[-1])
    ]
    points = np.stack(channels, axis=-1)
    return points.reshape(size, samples, size, samples, -1).mean(axis=3).mean(axis=1)
