# Interpolates with four gathers; uniform noise.
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)
    height, width = image.shape

    def field():
        smooth = ndimage.gaussian_filter(rng.uniform(-1, 1, image.shape), sigma, mode="wrap")
        return smooth * (alpha / np.std(smooth))

    def mirrored(where, size):
        where = np.mod(where, 2 * (size - 1))
        return np.minimum(where, 2 * (size - 1) - where)

    rows = mirrored(np.arange(height)[:, None] + field(), height)
    columns = mirrored(np.arange(width)[None] + field(), width)
    r, c = np.minimum(rows.astype(int), height - 2), np.minimum(columns.astype(int), width - 2)
    a, b = rows - r, columns - c
    moved = (1 - a) * ((1 - b) * image[r, c] + b * image[r, c + 1]) + a * (
        (1 - b) * image[r + 1, c] + b * image[r + 1, c + 1]
    )
    return moved, mask[np.rint(rows).astype(int), np.rint(columns).astype(int)]
