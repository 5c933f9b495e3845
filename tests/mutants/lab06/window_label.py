# %% right coordinates
# Where the ventricle's voxels are.
import numpy as np


def window_label(mask, start, size):
    voxels = np.argwhere(mask)
    inside = np.all((voxels >= start) & (voxels < np.add(start, size)), axis=1)
    share = np.mean(inside)
    return 1 if share >= 0.99 else (0 if share <= 0.8 else -1)

# %% right counts
# Counts voxels, in integers.
import numpy as np


def window_label(mask, start, size):
    z, y, x = start
    inside = int(np.count_nonzero(mask[z : z + size, y : y + size, x : x + size]))
    total = int(np.count_nonzero(mask))
    if 100 * inside >= 99 * total:
        return 1
    return 0 if 10 * inside <= 8 * total else -1

# %% wrong any_voxel
# Any voxel of the ventricle makes it positive.
# hint: 80%
def window_label(mask, start, size):
    z, y, x = start
    return int(mask[z : z + size, y : y + size, x : x + size].any())

# %% wrong axes_exchanged
# The start is read as (x, y, z).
# hint: start is (z, y, x)
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start[::-1])]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0 if share <= 0.8 else -1

# %% wrong below_80
# Exactly 80% is left out.
# hint: 80%
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0 if share < 0.8 else -1

# %% wrong end_for_size
# The window ends at `size`, wherever it starts.
# hint: ventricle
def window_label(mask, start, size):
    window = mask[tuple(slice(first, size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0 if share <= 0.8 else -1

# %% wrong no_middle
# What is not positive is negative.
# hint: -1
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0

# %% wrong rounding
# The share outside: 1 − 0.8 is less than 0.2 for a computer.
# hint: rounding
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    outside = 1 - window.sum() / mask.sum()
    return 1 if outside <= 0.01 else 0 if outside >= 0.2 else -1

# %% wrong whole_only
# Only the whole ventricle is positive.
# hint: 99%
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 1 else 0 if share <= 0.8 else -1

# %% wrong window_share
# The share of the window, not of the ventricle.
# hint: ventricle
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.mean()
    return 1 if share >= 0.99 else 0 if share <= 0.8 else -1
