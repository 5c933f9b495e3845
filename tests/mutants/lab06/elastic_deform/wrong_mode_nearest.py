# mode="nearest" in place of "mirror".
# hint: border's own pixels
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)
    where = np.indices(image.shape).astype(float)
    for axis in (0, 1):
        displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
        where[axis] += alpha * displacement / displacement.std()
    moved = ndimage.map_coordinates(image, where, order=1, mode="nearest")
    return moved, ndimage.map_coordinates(mask, where, order=0, mode="nearest")
