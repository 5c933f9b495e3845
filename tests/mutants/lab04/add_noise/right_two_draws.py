# Salt and pepper by two thresholds on one draw.
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + amount * rng.normal(size=images.shape)
    if kind == "poisson":
        return rng.poisson(amount * np.asarray(images, float)).astype("float32") / amount
    number = rng.random((*images.shape[:3], 1))
    noisy = np.where(number < amount / 2, 0.0, images)
    return np.where(number > 1 - amount / 2, 1.0, noisy)
