# %% right one_draw
# One draw for both axes, and OpenCV's remap.
import cv2
import numpy as np
from scipy.ndimage import gaussian_filter


def elastic_deform(image, mask, sigma, alpha, rng):
    noise = np.random.default_rng(rng).normal(size=(2, *image.shape))
    field = gaussian_filter(noise, (0, sigma, sigma))
    field *= alpha / field.std(axis=(1, 2), keepdims=True)
    rows, columns = (np.indices(image.shape) + field).astype("float32")
    moved = cv2.remap(image.astype("float32"), columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    labels = cv2.remap(mask.astype("float32"), columns, rows, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT_101)
    return moved, labels.astype(mask.dtype)

# %% right own_interpolation
# Interpolates with four gathers; uniform noise.
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)
    height, width = image.shape

    def field():
        smooth = ndimage.gaussian_filter(rng.uniform(-1, 1, image.shape), sigma, mode="wrap")
        return smooth * (alpha / np.std(smooth))

    def mirrored(where, size):
        where = np.mod(where, 2 * (size - 1))
        return np.minimum(where, 2 * (size - 1) - where)

    rows = mirrored(np.arange(height)[:, None] + field(), height)
    columns = mirrored(np.arange(width)[None] + field(), width)
    r, c = np.minimum(rows.astype(int), height - 2), np.minimum(columns.astype(int), width - 2)
    a, b = rows - r, columns - c
    moved = (1 - a) * ((1 - b) * image[r, c] + b * image[r, c + 1]) + a * (
        (1 - b) * image[r + 1, c] + b * image[r + 1, c + 1]
    )
    return moved, mask[np.rint(rows).astype(int), np.rint(columns).astype(int)]

# %% wrong cubic
# Cubic interpolation of the image.
# hint: order=1
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, mode="mirror")

# %% wrong diagonal
# Both axes get the same numbers, as in Keras' layer.
# hint: same numbers
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)
    displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
    where = np.indices(image.shape) + alpha * displacement / displacement.std()
    moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
    return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")

# %% wrong float_mask
# The mask becomes floats.
# hint: dtype changed
# of: solution
-     return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
+     return moved, ndimage.map_coordinates(mask.astype(float), where, order=0, mode="mirror")

# %% wrong image_border
# The image is not mirrored.
# hint: near the border image and mask differ
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, order=1)

# %% wrong image_nearest
# The image takes the nearest pixel.
# hint: not interpolated
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, order=0, mode="mirror")

# %% wrong largest_is_alpha
# Alpha is the largest displacement.
# hint: standard deviation
# of: solution
-         where[axis] += alpha * displacement / displacement.std()
+         where[axis] += alpha * displacement / np.abs(displacement).max()

# %% wrong length_is_alpha
# α is the length of the displacement.
# hint: not the length of both
# of: solution
-         where[axis] += alpha * displacement / displacement.std()
+         where[axis] += alpha / 2**0.5 * displacement / displacement.std()

# %% wrong mask_border
# The mask is not mirrored.
# hint: near the border image and mask differ
# of: solution
-     return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
+     return moved, ndimage.map_coordinates(mask, where, order=0)

# %% wrong mask_interpolated
# The mask is interpolated too.
# hint: new labels
# of: solution
-     return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
+     return moved, ndimage.map_coordinates(mask, where, order=1, mode="mirror")

# %% wrong mask_stays
# The mask is not moved.
# hint: mask was not moved
# of: solution
-     return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
+     return moved, mask

# %% wrong mode_nearest
# mode="nearest" in place of "mirror".
# hint: border's own pixels
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
-     return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, order=1, mode="nearest")
+     return moved, ndimage.map_coordinates(mask, where, order=0, mode="nearest")

# %% wrong mode_reflect
# mode="reflect" in place of "mirror".
# hint: border's own pixels
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
-     return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, order=1, mode="reflect")
+     return moved, ndimage.map_coordinates(mask, where, order=0, mode="reflect")

# %% wrong mode_wrap
# mode="wrap" in place of "mirror".
# hint: came in over the border
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
-     return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, order=1, mode="wrap")
+     return moved, ndimage.map_coordinates(mask, where, order=0, mode="wrap")

# %% wrong noise_has_mean
# Noise between 0 and 1.
# hint: draw noise around 0
# of: solution
-         displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
+         displacement = ndimage.gaussian_filter(rng.random(image.shape), sigma)

# %% wrong not_normalised
# The smoothed noise is multiplied by alpha as it is.
# hint: smoothing makes noise small
# of: solution
-         where[axis] += alpha * displacement / displacement.std()
+         where[axis] += alpha * displacement

# %% wrong one_axis
# Only the rows move.
# hint: one axis does not move
# of: solution
-     for axis in (0, 1):
+     for axis in (0,):

# %% wrong rough
# The noise is not smoothed.
# hint: not smooth
# of: solution
-         displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
+         displacement = rng.standard_normal(image.shape)

# %% wrong seed_ignored
# The same field for every seed.
# hint: another seed
# of: solution
-     rng = np.random.default_rng(rng)
+     rng = np.random.default_rng(0)

# %% wrong sigma_squared
# The Gaussian's width is σ².
# hint: smoother than a Gaussian
# of: solution
-         displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
+         displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma**2)

# %% wrong transposed
# The axes are exchanged.
# hint: transposed
# of: solution
-         where[axis] += alpha * displacement / displacement.std()
+         where[axis] += alpha * displacement / displacement.std()
+     where = where[::-1]

# %% wrong twice_sigma
# The Gaussian is twice as wide.
# hint: smoother than a Gaussian
# of: solution
-         displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
+         displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), 2 * sigma)

# %% wrong two_fields
# The mask gets a field of its own.
# hint: different fields
import numpy as np
from scipy import ndimage


def elastic_deform(image, mask, sigma, alpha, rng):
    rng = np.random.default_rng(rng)

    def where():
        noise = np.stack([ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma) for _ in range(2)])
        return np.indices(image.shape) + alpha * noise / noise.std(axis=(1, 2), keepdims=True)

    moved = ndimage.map_coordinates(image, where(), order=1, mode="mirror")
    return moved, ndimage.map_coordinates(mask, where(), order=0, mode="mirror")

# %% wrong writes_into_image
# The image that came in is written over.
# hint: not to be changed
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
+     image[...] = moved

# %% wrong zeros_come_in
# Zeros come in over the border.
# hint: came in over the border
# of: solution
-     moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
+     moved = ndimage.map_coordinates(image, where, order=1, mode="constant")
