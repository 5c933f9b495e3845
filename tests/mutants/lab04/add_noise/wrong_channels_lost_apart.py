# Salt and pepper hits channels one by one.
# hint: all channels of a pixel
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape) < amount
    noisy[lost] = rng.integers(0, 2, lost.sum())
    return noisy
