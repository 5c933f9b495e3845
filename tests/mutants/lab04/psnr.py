# %% right by_norm
# By the norm of the difference, in amplitudes.
import numpy as np


def psnr(image, reference):
    difference = np.subtract(image, reference, dtype=float)
    with np.errstate(divide="ignore"):
        return -20 * np.log10(np.linalg.norm(difference) / np.sqrt(difference.size))

# %% right math
# With the math module.
import math

import numpy as np


def psnr(image, reference):
    error = np.square(image.astype(float) - reference.astype(float)).mean()
    return math.inf if error == 0 else -10 * math.log10(error)

# %% wrong absolute
# Mean absolute error.
# hint: absolute differences
import numpy as np


def psnr(image, reference):
    error = np.mean(np.abs(np.asarray(image, float) - reference))
    if error == 0:
        return float("inf")
    return 10 * np.log10(1 / error)

# %% wrong asks_skimage
# Lets scikit-image do it.
# hint: without it
from skimage.metrics import peak_signal_noise_ratio


def psnr(image, reference):
    return peak_signal_noise_ratio(reference, image, data_range=1)

# %% wrong cut_off
# Cuts the image off at 0 and 1 before it measures.
# hint: cut off at 0 and 1
import numpy as np


def psnr(image, reference):
    error = np.mean((np.clip(image, 0, 1) - reference) ** 2)
    return float("inf") if error == 0 else 10 * np.log10(1 / error)

# %% wrong in_place
# Subtracts in place.
# hint: changes the array it is given
import numpy as np


def psnr(image, reference):
    image -= reference
    error = np.mean(image**2)
    return float("inf") if error == 0 else 10 * np.log10(1 / error)

# %% wrong natural
# The natural logarithm.
# hint: natural logarithm
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log(1 / error)

# %% wrong no_infinity
# Equal images give 100 dB.
# hint: equal images
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return 100.0
    return 10 * np.log10(1 / error)

# %% wrong peak_255
# White taken for 255.
# hint: not 255
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(255**2 / error)

# %% wrong peak_of_reference
# The peak is the brightest pixel of the reference.
# hint: whatever the brightest pixel
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(reference.max() ** 2 / error)

# %% wrong rooted
# The logarithm of the root of the error.
# hint: the root is too much
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(1 / np.sqrt(error))

# %% wrong sign
# The sign is lost.
# hint: sign lost
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(error)

# %% wrong sum
# The sum of squares.
# hint: the sum of the squares
import numpy as np


def psnr(image, reference):
    error = np.sum((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 10 * np.log10(1 / error)

# %% wrong twenty
# 20 times the logarithm of a square.
# hint: 20 · log10
import numpy as np


def psnr(image, reference):
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    if error == 0:
        return float("inf")
    return 20 * np.log10(1 / error)
