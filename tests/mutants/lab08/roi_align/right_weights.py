# Two matrices of weights.
import numpy as np


def hats(start, stop, cells, size, samples):
    places = start + (stop - start) * (np.arange(size * samples) + 0.5) / (size * samples)
    places = places.clip(0, cells - 1)
    weights = np.maximum(0, 1 - abs(places[:, None] - np.arange(cells)))
    return weights.reshape(size, samples, cells).mean(axis=1)


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = (value / stride - 0.5 for value in box)
    down = hats(y1, y2, features.shape[0], size, samples)
    across = hats(x1, x2, features.shape[1], size, samples)
    return np.einsum("ih,jw,hwc->ijc", down, across, features)
