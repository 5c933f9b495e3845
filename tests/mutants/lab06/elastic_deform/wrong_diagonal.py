# Both axes get the same numbers, as in Keras' layer.
# hint: same numbers
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)
    displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
    where = np.indices(image.shape) + alpha * displacement / displacement.std()
    moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
    return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
