# Windows stick out: the picture is mirrored at the border.
# hint: only those inside
import numpy as np


def ssim(image, reference):
    image, reference = (np.pad(p, ((3, 3), (3, 3), (0, 0)), "symmetric") for p in (image, reference))
    x = np.lib.stride_tricks.sliding_window_view(image.astype(float), (7, 7), axis=(0, 1))
    y = np.lib.stride_tricks.sliding_window_view(reference.astype(float), (7, 7), axis=(0, 1))
    mean_x, mean_y = x.mean(axis=(-2, -1)), y.mean(axis=(-2, -1))
    var_x, var_y = x.var(axis=(-2, -1), ddof=1), y.var(axis=(-2, -1), ddof=1)
    both = ((x - mean_x[..., None, None]) * (y - mean_y[..., None, None])).sum(axis=(-2, -1)) / 48
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return np.mean(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)))
