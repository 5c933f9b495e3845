# %% right copied_first
# Copies, then changes the copy.
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    images = images.copy()
    if kind == "gaussian":
        images += rng.normal(0, amount, images.shape)
        return images
    if kind == "poisson":
        images[:] = rng.poisson(images * amount) / amount
        return images
    noisy = images
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% right image_by_image
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

# %% right two_draws
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

# %% wrong channels_alike
# All channels of a pixel get the same Gaussian noise.
# hint: every channel has the same noise
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, (*images.shape[:3], 1))
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong channels_lost_apart
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

# %% wrong clipped
# Cuts the result off at 0 and 1.
# hint: cut off
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return np.clip(images + rng.normal(0, amount, images.shape), 0, 1)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong each_kind_amount
# The amount is used twice: for salt and for pepper.
# hint: salt and pepper together
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < 2 * amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong gaussian_in_place
# Gaussian noise is added in place.
# hint: images.copy()
# of: copied_first
-     images = images.copy()

-         images[:] = rng.poisson(images * amount) / amount
-         return images
-     noisy = images
+         return rng.poisson(images * amount) / amount
+     noisy = images.copy()

# %% wrong grey_pepper
# Lost pixels get random greys.
# hint: exactly 0 or 1
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.random((lost.sum(), 1))
    return noisy

# %% wrong in_place
# Changes the given images, whatever the kind.
# hint: changes the array it is given
# of: copied_first
-     images = images.copy()

# %% wrong not_centred
# Noise from 0 up: the mean rises.
# hint: mean is 0
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(amount, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong one_for_all
# All images get the same noise.
# hint: every image has the same noise
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape[1:])
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong pepper_in_place
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

# %% wrong photons_not_divided
# Photons are counted and not divided by the amount.
# hint: divide by `amount`
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount)
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong poisson_added
# Poisson numbers are added to the picture.
# hint: mean must stay
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return images + rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong poisson_by_normal
# Gaussian noise of constant strength in place of photons.
# hint: photons come whole
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return images + rng.normal(0, 1 / np.sqrt(amount), images.shape)
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong proportional
# Gaussian noise is stronger where the picture is brighter.
# hint: whatever the pixel's brightness
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + np.maximum(images, 0.1) * rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong salt_only
# All lost pixels are white.
# hint: half of the lost pixels
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = 1
    return noisy

# %% wrong seed_fixed
# The seed is always 0.
# hint: the seed is not used
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(0)
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong seed_ignored
# The seed is not used.
# hint: the same seed must give
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng()
    if kind == "gaussian":
        return images + rng.normal(0, amount, images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong uniform
# Gaussian noise is uniform.
# hint: uniform noise
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + amount * np.sqrt(12) * (rng.random(images.shape) - 0.5)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy

# %% wrong variance
# Takes the amount for the variance.
# hint: not the variance
import numpy as np


def add_noise(images, kind, amount, seed):
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + rng.normal(0, np.sqrt(amount), images.shape)
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    noisy = images.copy()
    lost = rng.random(images.shape[:3]) < amount
    noisy[lost] = rng.integers(0, 2, (lost.sum(), 1))
    return noisy
