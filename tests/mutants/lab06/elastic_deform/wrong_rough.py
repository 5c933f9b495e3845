# The noise is not smoothed.
# hint: not smooth
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)
    where = np.indices(image.shape).astype(float)
    for axis in (0, 1):
        displacement = rng.standard_normal(image.shape)
        where[axis] += alpha * displacement / displacement.std()
    moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
    return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
