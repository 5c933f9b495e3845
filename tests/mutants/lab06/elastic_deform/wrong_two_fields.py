# The mask gets a field of its own.
# hint: different fields
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)

    def where():
        noise = np.stack([ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma) for _ in range(2)])
        return np.indices(image.shape) + alpha * noise / noise.std(axis=(1, 2), keepdims=True)

    moved = ndimage.map_coordinates(image, where(), order=1, mode="mirror")
    return moved, ndimage.map_coordinates(mask, where(), order=0, mode="mirror")
