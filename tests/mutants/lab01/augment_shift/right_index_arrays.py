# All images at once, with index arrays.
import numpy as np


def augment_shift(images, max_shift, seed):
    rng = np.random.default_rng(seed)
    n, height, width, _ = images.shape
    dy = rng.integers(-max_shift, max_shift, n, endpoint=True)
    dx = rng.integers(-max_shift, max_shift, n, endpoint=True)
    y = np.arange(height)[None, :] - dy[:, None]
    x = np.arange(width)[None, :] - dx[:, None]
    inside = ((y >= 0) & (y < height))[:, :, None] & ((x >= 0) & (x < width))[:, None, :]
    picked = images[np.arange(n)[:, None, None], y.clip(0, height - 1)[:, :, None], x.clip(0, width - 1)[:, None, :]]
    return picked * inside[..., None]
