# α is the length of the displacement.
# hint: not the length of both
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)
    where = np.indices(image.shape).astype(float)
    for axis in (0, 1):
        displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
        where[axis] += alpha / 2**0.5 * displacement / displacement.std()
    moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
    return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
