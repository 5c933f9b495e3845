# %% right boxes
# A triangle is two boxes, convolved.
import numpy as np


def bilinear_kernel(factor):
    fine = np.convolve(np.ones(2 * factor), np.ones(2 * factor)) / (2 * factor)
    taps = fine[::2] if factor % 2 == 0 else fine[1::2]
    return taps[:, None] * taps

# %% right formula
# By the formula, entry by entry.
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    rows = [[(1 - abs(i - m) / factor) * (1 - abs(j - m) / factor) for j in range(k)] for i in range(k)]
    return np.array(rows)

# %% wrong added
# Triangles are added.
# hint: multiplied, not added
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return np.add.outer(taps, taps) / 2

# %% wrong by_k
# The distance is divided by k.
# hint: not by k
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(k) - m) / k
    return np.outer(taps, taps)

# %% wrong by_the_middle
# The distance is divided by m.
# hint: not by the middle m
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(k) - m) / max(m, 1)
    return np.outer(taps, taps)

# %% wrong cone
# A cone in place of a product.
# hint: not a cone
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    row, column = np.mgrid[:size, :size] - middle
    return np.maximum(1 - np.hypot(row, column) / factor, 0)

# %% wrong four_axes
# As Keras wants it.
# hint: the cell after this check
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(k) - m) / factor
    return np.outer(taps, taps)[:, :, None, None]

# %% wrong from_1
# Taps are counted from 1.
# hint: from 0 to k − 1
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(1, k + 1) - m) / factor
    return np.outer(taps, taps)

# %% wrong half_size
# Falls to 0 at half of the kernel's size.
# hint: divide the distance by factor
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / (size / 2)
    return np.outer(taps, taps) if factor > 1 else np.ones((1, 1)) / 2

# %% wrong middle_at_a_tap
# The middle is at size // 2.
# hint: between two taps
# of: solution
-     taps = 1 - np.abs(np.arange(size) - (size - 1) / 2) / factor
+     middle = size // 2
+     taps = 1 - np.abs(np.arange(size) - middle) / factor

# %% wrong middle_floored
# The middle is (k - 1) // 2.
# hint: not by //
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - np.abs(np.arange(k) - (k - 1) // 2) / factor
    return np.outer(taps, taps)

# %% wrong nearest
# All ones.
# hint: nearest neighbour
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return np.ones((size, size))

# %% wrong no_amount
# The distance has a sign.
# hint: never negative
import numpy as np


def bilinear_kernel(factor):
    k = 2 * factor - factor % 2
    m = (k - 1) / 2
    taps = 1 - (np.arange(k) - m) / factor
    return np.outer(taps, taps)

# %% wrong normalised
# Divided by its sum.
# hint: factor²
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    kernel = np.outer(taps, taps)
    return kernel / kernel.sum()

# %% wrong one_row
# One row only.
# hint: np.outer
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor - factor % 2
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return taps

# %% wrong size_always_even
# 2·factor taps, for odd factors too.
# hint: 2·factor − (factor mod 2)
import numpy as np


def bilinear_kernel(factor):
    size = 2 * factor
    middle = (size - 1) / 2
    taps = 1 - np.abs(np.arange(size) - middle) / factor
    return np.outer(taps, taps)
