# One image after the other, from one generator.
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    return np.stack([_one(image, kind, amount, rng) for image in images])


def _one(image, kind, amount, rng):
    if kind == "gaussian":
        return rng.normal(image, amount)
    if kind == "poisson":
        return rng.poisson(image * amount) / amount
    number = rng.choice([-1, 0, 1], p=[1 - amount, amount / 2, amount / 2], size=(*image.shape[:2], 1))
    return np.where(number < 0, image, number)
