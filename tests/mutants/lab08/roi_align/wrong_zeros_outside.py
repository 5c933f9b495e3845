# Zeros beyond the outermost centres.
# hint: not with zeros
import numpy as np
from scipy import ndimage


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = np.asarray(box, float) / stride - 0.5
    parts = (np.arange(size * samples) + 0.5) / (size * samples)
    y, x = np.meshgrid(y1 + parts * (y2 - y1), x1 + parts * (x2 - x1), indexing="ij")
    padded = np.pad(features.astype(float), [(1, 1), (1, 1), (0, 0)])
    channels = [ndimage.map_coordinates(padded[..., k], [y + 1, x + 1], order=1) for k in range(features.shape[-1])]
    points = np.stack(channels, axis=-1)
    return points.reshape(size, samples, size, samples, -1).mean(axis=(1, 3))
