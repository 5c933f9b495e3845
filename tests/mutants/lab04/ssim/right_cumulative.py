# Means over windows by cumulative sums, a channel at a time.
import numpy as np


def ssim(image, reference):
    return float(np.mean([_one(image[..., c], reference[..., c]) for c in range(image.shape[2])]))


def _means(values):
    sums = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    return (sums[7:, 7:] - sums[:-7, 7:] - sums[7:, :-7] + sums[:-7, :-7]) / 49


def _one(x, y):
    x, y = x.astype(float), y.astype(float)
    mean_x, mean_y = _means(x), _means(y)
    var_x = (_means(x**2) - mean_x**2) * 49 / 48
    var_y = (_means(y**2) - mean_y**2) * 49 / 48
    both = (_means(x * y) - mean_x * mean_y) * 49 / 48
    brightness = (2 * mean_x * mean_y + 1e-4) / (mean_x**2 + mean_y**2 + 1e-4)
    return brightness * (2 * both + 9e-4) / (var_x + var_y + 9e-4)
