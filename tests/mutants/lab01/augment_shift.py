# %% right index_arrays
# All images at once, with index arrays.
import numpy as np


def augment_shift(images, max_shift, seed):
    rng = np.random.default_rng(seed)
    n, height, width, _ = images.shape
    dy = rng.integers(-max_shift, max_shift, n, endpoint=True)
    dx = rng.integers(-max_shift, max_shift, n, endpoint=True)
    y = np.arange(height)[None, :] - dy[:, None]
    x = np.arange(width)[None, :] - dx[:, None]
    inside = ((y >= 0) & (y < height))[:, :, None] & ((x >= 0) & (x < width))[:, None, :]
    picked = images[np.arange(n)[:, None, None], y.clip(0, height - 1)[:, :, None], x.clip(0, width - 1)[:, None, :]]
    return picked * inside[..., None]

# %% right one_by_one
# Image by image.
import numpy as np


def augment_shift(images, max_shift, seed):
    rng = np.random.default_rng(seed)
    moved = np.zeros_like(images)

    for number, image in enumerate(images):
        dy, dx = rng.integers(-max_shift, max_shift + 1, size=2)
        wide = np.pad(image, ((max_shift, max_shift), (max_shift, max_shift), (0, 0)))
        height, width = image.shape[:2]
        moved[number] = wide[max_shift - dy : max_shift - dy + height, max_shift - dx : max_shift - dx + width]
    return moved

# %% wrong border_repeated
# The gap is filled with copies of the border.
# hint: zeros in the gap
# of: one_by_one
-         wide = np.pad(image, ((max_shift, max_shift), (max_shift, max_shift), (0, 0)))
+         wide = np.pad(image, ((max_shift, max_shift), (max_shift, max_shift), (0, 0)), mode="edge")

# %% wrong diagonal
# Rows and columns get the same shift.
# hint: draw two numbers
# of: one_by_one
-         dy, dx = rng.integers(-max_shift, max_shift + 1, size=2)
+         dy, dx = [rng.integers(-max_shift, max_shift + 1)] * 2

# %% wrong fixed_seed
# The seed is always 0.
# hint: pass the seed on
# of: one_by_one
-     rng = np.random.default_rng(seed)
+     rng = np.random.default_rng(0)

# %% wrong not_moved
# Images are returned as they are.
# hint: draw a new one
# of: one_by_one
-         moved[number] = wide[max_shift - dy : max_shift - dy + height, max_shift - dx : max_shift - dx + width]
+         moved[number] = image

# %% wrong one_shift_for_all
# All images get the same shift.
# hint: same shift: draw
import numpy as np


def augment_shift(images, max_shift, seed):
    rng = np.random.default_rng(seed)
    moved = np.zeros_like(images)
    one = rng.integers(-max_shift, max_shift + 1, size=2)
    for number, image in enumerate(images):
        dy, dx = one
        wide = np.pad(image, ((max_shift, max_shift), (max_shift, max_shift), (0, 0)))
        height, width = image.shape[:2]
        moved[number] = wide[max_shift - dy : max_shift - dy + height, max_shift - dx : max_shift - dx + width]
    return moved

# %% wrong one_way
# Images only move down and right.
# hint: only move down and right
# of: one_by_one
-         dy, dx = rng.integers(-max_shift, max_shift + 1, size=2)
+         dy, dx = rng.integers(0, max_shift + 1, size=2)

# %% wrong seed_ignored
# The seed is not used.
# hint: same seed
# of: one_by_one
-     rng = np.random.default_rng(seed)
+     rng = np.random.default_rng()

# %% wrong upper_end_missing
# The largest shift never comes up.
# hint: upper end
# of: one_by_one
-         dy, dx = rng.integers(-max_shift, max_shift + 1, size=2)
+         dy, dx = rng.integers(-max_shift, max_shift, size=2)

# %% wrong wraps_around
# What leaves on one side comes back on the other.
# hint: wrapped around
# of: one_by_one
-         moved[number] = wide[max_shift - dy : max_shift - dy + height, max_shift - dx : max_shift - dx + width]
+         moved[number] = np.roll(image, (dy, dx), axis=(0, 1))
