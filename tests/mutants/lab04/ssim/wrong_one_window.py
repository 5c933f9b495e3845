# One window as large as the picture.
# hint: one window
import numpy as np


def ssim(image, reference):
    x = np.moveaxis(image.astype(float), -1, 0)
    y = np.moveaxis(reference.astype(float), -1, 0)
    mean_x, mean_y = x.mean(axis=(-2, -1)), y.mean(axis=(-2, -1))
    var_x, var_y = x.var(axis=(-2, -1), ddof=1), y.var(axis=(-2, -1), ddof=1)
    both = ((x - mean_x[..., None, None]) * (y - mean_y[..., None, None])).sum(axis=(-2, -1)) / (image[..., 0].size - 1)
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return np.mean(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)))
