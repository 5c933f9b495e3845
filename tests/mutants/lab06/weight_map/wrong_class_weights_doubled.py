# w_c is twice as large.
# hint: first mend w_c
import numpy as np
from scipy import ndimage


def weight_map(instances, w0=10, sigma=5):
    foreground = instances > 0
    share = foreground.mean()
    weights = np.where(foreground, 1 / share, 1 / (1 - share))
    nearest = second = np.full(instances.shape, np.inf)
    for label in range(1, instances.max() + 1):
        distance = ndimage.distance_transform_edt(instances != label)
        second = np.minimum(second, np.maximum(nearest, distance))
        nearest = np.minimum(nearest, distance)
    gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
    return weights + np.where(foreground, 0, gap)
