# %% right interp
# NumPy interpolates, first down, then across.
import numpy as np


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = box
    known = (np.arange(len(mask)) + 0.5) / len(mask)
    y = (np.arange(height) + 0.5 - y1) / (y2 - y1)
    x = (np.arange(width) + 0.5 - x1) / (x2 - x1)
    down = np.stack([np.interp(y, known, column) for column in mask.T], axis=1)
    both = np.stack([np.interp(x, known, row) for row in down])
    return both * ((y >= 0) & (y <= 1))[:, None] * ((x >= 0) & (x <= 1))

# %% right loop
# Pixel by pixel.
import numpy as np


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = box
    size = len(mask)
    pasted = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            y, x = row + 0.5, column + 0.5
            if not (y1 <= y <= y2 and x1 <= x <= x2):
                continue
            v = (y - y1) / (y2 - y1) * size - 0.5
            u = (x - x1) / (x2 - x1) * size - 0.5
            v, u = min(max(v, 0), size - 1), min(max(u, 0), size - 1)
            i, j = int(v), int(u)
            k, m = min(i + 1, size - 1), min(j + 1, size - 1)
            a, b = v - i, u - j
            upper = (1 - b) * mask[i, j] + b * mask[i, m]
            lower = (1 - b) * mask[k, j] + b * mask[k, m]
            pasted[row, column] = (1 - a) * upper + a * lower
    return pasted

# %% right map_coordinates
# SciPy interpolates.
import numpy as np
from scipy import ndimage


def paste_mask(mask, box, height, width):
    (x1, y1, x2, y2), size = box, len(mask)
    y, x = np.mgrid[:height, :width] + 0.5
    v, u = (y - y1) / (y2 - y1), (x - x1) / (x2 - x1)
    values = ndimage.map_coordinates(mask, [v * size - 0.5, u * size - 0.5], order=1, mode="nearest")
    return np.where((v >= 0) & (v <= 1) & (u >= 0) & (u <= 1), values, 0.0)

# %% wrong always_28
# Takes every mask for 28 × 28.
# hint: not always 28
import numpy as np
from scipy import ndimage


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = box
    size = 28
    y, x = (np.arange(height) + 0.5 - y1) / (y2 - y1), (np.arange(width) + 0.5 - x1) / (x2 - x1)
    places = np.meshgrid(y * size - 0.5, x * size - 0.5, indexing="ij")
    values = ndimage.map_coordinates(mask, places, order=1, mode="nearest")
    inside = ((y >= 0) & (y <= 1))[:, None] & ((x >= 0) & (x <= 1))
    return values * inside

# %% wrong corners
# Judges a pixel by its corner.
# hint: at its centre
# of: loop
-             y, x = row + 0.5, column + 0.5
+             y, x = row, column

# %% wrong ends
# The outermost values lie on the border.
# hint: not on its border
# of: loop
-             v = (y - y1) / (y2 - y1) * size - 0.5
-             u = (x - x1) / (x2 - x1) * size - 0.5
+             v = (y - y1) / (y2 - y1) * (size - 1)
+             u = (x - x1) / (x2 - x1) * (size - 1)

# %% wrong fades
# Fades to 0 towards the box's border.
# hint: yours fades to 0
import numpy as np
from scipy import ndimage


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = box
    size = len(mask)
    y, x = (np.arange(height) + 0.5 - y1) / (y2 - y1), (np.arange(width) + 0.5 - x1) / (x2 - x1)
    places = np.meshgrid(y * size - 0.5, x * size - 0.5, indexing="ij")
    values = ndimage.map_coordinates(mask, places, order=1, mode="grid-constant")
    inside = ((y >= 0) & (y <= 1))[:, None] & ((x >= 0) & (x <= 1))
    return values * inside

# %% wrong goes_on
# Goes on outside the box.
# hint: outside the box
# of: loop
-             if not (y1 <= y <= y2 and x1 <= x <= x2):
-                 continue

# %% wrong nearest
# The nearest value.
# hint: do not take the nearest
# of: loop
-             i, j = int(v), int(u)
+             v, u = round(v), round(u)
+             i, j = v, u

# %% wrong no_half
# Forgets the mask's half pixel.
# hint: the half is missing
# of: loop
-             v = (y - y1) / (y2 - y1) * size - 0.5
-             u = (x - x1) / (x2 - x1) * size - 0.5
+             v = (y - y1) / (y2 - y1) * size
+             u = (x - x1) / (x2 - x1) * size

# %% wrong nothing_beyond
# 0 between the mask's outermost centres and the box's border.
# hint: yours is 0 there
import numpy as np
from scipy import ndimage


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = box
    size = len(mask)
    y, x = (np.arange(height) + 0.5 - y1) / (y2 - y1), (np.arange(width) + 0.5 - x1) / (x2 - x1)
    places = np.meshgrid(y * size - 0.5, x * size - 0.5, indexing="ij")
    values = ndimage.map_coordinates(mask, places, order=1, mode="constant")
    inside = ((y >= 0) & (y <= 1))[:, None] & ((x >= 0) & (x <= 1))
    return values * inside

# %% wrong only_28
# Weights for 28 pixels alone.
# hint: not always 28
import numpy as np


def paste_mask(mask, box, height, width):
    def weights(start, stop, length):
        places = (np.arange(length) + 0.5 - start) / (stop - start)
        inside = (places >= 0) & (places <= 1)
        places = np.clip(places * 28 - 0.5, 0, 27)
        near = np.maximum(1 - np.abs(places[:, None] - np.arange(28)), 0)
        return near * inside[:, None]

    return weights(box[1], box[3], height) @ mask @ weights(box[0], box[2], width).T

# %% wrong resized
# OpenCV resizes to whole pixels.
# hint: the box is rounded
import cv2
import numpy as np


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = (int(round(value)) for value in box)
    small = cv2.resize(mask.astype("float32"), (x2 - x1, y2 - y1), interpolation=cv2.INTER_LINEAR)
    pasted = np.zeros((height, width), "float32")
    top, left = max(y1, 0), max(x1, 0)
    bottom, right = min(y2, height), min(x2, width)
    pasted[top:bottom, left:right] = small[top - y1 : bottom - y1, left - x1 : right - x1]
    return pasted

# %% wrong rounded
# Rounds the box.
# hint: the box is rounded
# of: loop
-     x1, y1, x2, y2 = box
+     x1, y1, x2, y2 = np.round(box)

# %% wrong threshold
# Returns a mask of yes and no.
# hint: threshold comes later
# of: loop
-     return pasted
+     return pasted >= 0.5

# %% wrong transposed
# The mask is transposed.
# hint: transposed
# of: loop
-     x1, y1, x2, y2 = box
+     x1, y1, x2, y2 = box
+     mask = mask.T

# %% wrong y_first
# Takes the box for y1, x1, y2, x2.
# hint: box is x1, y1, x2, y2
# of: loop
-     x1, y1, x2, y2 = box
+     y1, x1, y2, x2 = box
