# np.asarray of floats is no copy.
# hint: images.copy()
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    images = np.asarray(images, float)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy
