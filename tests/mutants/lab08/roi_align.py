# %% right loops
# Point by point.
import numpy as np


def bilinear(features, y, x):
    height, width, _ = features.shape
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    i, j = int(y), int(x)
    k, m = min(i + 1, height - 1), min(j + 1, width - 1)
    a, b = y - i, x - j
    upper = (1 - b) * features[i, j] + b * features[i, m]
    lower = (1 - b) * features[k, j] + b * features[k, m]
    return (1 - a) * upper + a * lower


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = box
    bin_height, bin_width = (y2 - y1) / size, (x2 - x1) / size
    out = np.zeros((size, size, features.shape[2]))
    for row in range(size):
        for column in range(size):
            values = []
            for k in range(samples):
                for m in range(samples):
                    y = y1 + (row + (k + 0.5) / samples) * bin_height
                    x = x1 + (column + (m + 0.5) / samples) * bin_width
                    values.append(bilinear(features, y / stride - 0.5, x / stride - 0.5))
            out[row, column] = np.mean(values, axis=0)
    return out

# %% right map_coordinates
# SciPy interpolates.
import numpy as np
from scipy import ndimage


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = np.asarray(box, float) / stride - 0.5
    parts = (np.arange(size * samples) + 0.5) / (size * samples)
    y, x = np.meshgrid(y1 + parts * (y2 - y1), x1 + parts * (x2 - x1), indexing="ij")
    channels = [
        ndimage.map_coordinates(features[..., k].astype(float), [y, x], order=1, mode="nearest")
        for k in range(features.shape[-1])
    ]
    points = np.stack(channels, axis=-1)
    return points.reshape(size, samples, size, samples, -1).mean(axis=3).mean(axis=1)

# %% right weights
# Two matrices of weights.
import numpy as np


def hats(start, stop, cells, size, samples):
    places = start + (stop - start) * (np.arange(size * samples) + 0.5) / (size * samples)
    places = places.clip(0, cells - 1)
    weights = np.maximum(0, 1 - abs(places[:, None] - np.arange(cells)))
    return weights.reshape(size, samples, cells).mean(axis=1)


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = (value / stride - 0.5 for value in box)
    down = hats(y1, y2, features.shape[0], size, samples)
    across = hats(x1, x2, features.shape[1], size, samples)
    return np.einsum("ih,jw,hwc->ijc", down, across, features)

# %% wrong added
# Adds the points of a bin.
# hint: do not add them up
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = np.array(box) / stride - 0.5
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = np.clip((y1 + m * (y2 - y1)), 0, H - 1)
    x = np.clip((x1 + m * (x2 - x1)), 0, W - 1)
    top, left = y.astype(int), x.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(size, samples, size, samples, C).sum((1, 3))

# %% wrong always_two
# Always two points.
# hint: is ignored
# of: loops
- def roi_align(features, box, size, stride, samples=2):
+ def roi_align(features, box, size, stride, samples=2):
+     samples = 2

# %% wrong border_to_border
# Points run from border to border.
# hint: from border to border
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    height, width, _ = features.shape
    x1, y1, x2, y2 = box
    y = np.clip(np.linspace(y1, y2, size * samples) / stride - 0.5, 0, height - 1)
    x = np.clip(np.linspace(x1, x2, size * samples) / stride - 0.5, 0, width - 1)
    down = np.maximum(0, 1 - abs(y[:, None] - np.arange(height)))
    across = np.maximum(0, 1 - abs(x[:, None] - np.arange(width)))
    points = np.einsum("ih,jw,hwc->ijc", down, across, features)
    return points.reshape(size, samples, size, samples, -1).mean(axis=(1, 3))

# %% wrong clipped_swapped
# Clips rows to the width and columns to the height.
# hint: yours are swapped
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = box
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = np.clip((y1 + m * (y2 - y1)) / stride - 0.5, 0, W - 1)
    x = np.clip((x1 + m * (x2 - x1)) / stride - 0.5, 0, H - 1)
    top, left = y.astype(int), x.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    top = np.minimum(top, H - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(size, samples, size, samples, C).mean((1, 3))

# %% wrong corners
# Points at the beginning of each part.
# hint: not at its beginning
# of: loops
-                     y = y1 + (row + (k + 0.5) / samples) * bin_height
-                     x = x1 + (column + (m + 0.5) / samples) * bin_width
+                     y = y1 + (row + k / samples) * bin_height
+                     x = x1 + (column + m / samples) * bin_width

# %% wrong extrapolated
# Extrapolates beyond the outermost centres.
# hint: border's value goes on
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = np.array(box) / stride - 0.5
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = y1 + m * (y2 - y1)
    x = x1 + m * (x2 - x1)
    top, left = np.clip(y.astype(int), 0, H - 1), np.clip(x.astype(int), 0, W - 1)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(size, samples, size, samples, C).mean((1, 3))

# %% wrong half_added
# Adds the half.
# hint: do not add
# of: loops
-                     values.append(bilinear(features, y / stride - 0.5, x / stride - 0.5))
+                     values.append(bilinear(features, y / stride + 0.5, x / stride + 0.5))

# %% wrong half_pixel
# Subtracts half a pixel in place of half a cell.
# hint: belongs to the map
# of: loops
-                     values.append(bilinear(features, y / stride - 0.5, x / stride - 0.5))
+                     values.append(bilinear(features, (y - 0.5) / stride, (x - 0.5) / stride))

# %% wrong maximum
# The largest in place of the mean.
# hint: do not take the largest
# of: loops
-             out[row, column] = np.mean(values, axis=0)
+             out[row, column] = np.max(values, axis=0)

# %% wrong nearest
# The nearest cell.
# hint: nearest cell
# of: loops
-     i, j = int(y), int(x)
+     y, x = int(y + 0.5), int(x + 0.5)
+     i, j = y, x

# %% wrong no_half
# Forgets the half cell.
# hint: the half is missing
# of: loops
-                     values.append(bilinear(features, y / stride - 0.5, x / stride - 0.5))
+                     values.append(bilinear(features, y / stride, x / stride))

# %% wrong no_oracle
# Calls the course's own.
# hint: written without it
import numpy as np

from course.detection.roi_align import roi_align as ready


def roi_align(features, box, size, stride, samples=2):
    return np.asarray(ready(features[None], np.asarray(box, "float32")[None, None], size, stride, samples))[0, 0]

# %% wrong one_point
# One point a bin.
# hint: one point a bin
# of: loops
- def roi_align(features, box, size, stride, samples=2):
+ def roi_align(features, box, size, stride, samples=2):
+     samples = 1

# %% wrong pairs
# Pairs rows with columns.
# hint: every row of points with every column
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = box
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = np.clip((y1 + m * (y2 - y1)) / stride - 0.5, 0, H - 1)
    x = np.clip((x1 + m * (x2 - x1)) / stride - 0.5, 0, W - 1)
    top, left = y.astype(int), x.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = (y - top)[:, None], (x - left)[:, None]
    v = (1 - down) * ((1 - across) * features[top, left] + across * features[top, right]) + down * (
        (1 - across) * features[bottom, left] + across * features[bottom, right]
    )
    return v.reshape(size, samples, C).mean(1)

# %% wrong reshaped
# Averages points that are far apart.
# hint: points of each bin are neighbours
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = box
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = np.clip((y1 + m * (y2 - y1)) / stride - 0.5, 0, H - 1)
    x = np.clip((x1 + m * (x2 - x1)) / stride - 0.5, 0, W - 1)
    top, left = y.astype(int), x.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(samples, size, samples, size, C).mean((0, 2))

# %% wrong rounded
# Rounds the box to whole cells.
# hint: rounds nothing
# of: loops
-     x1, y1, x2, y2 = box
+     x1, y1, x2, y2 = np.round(np.asarray(box) / stride) * stride

# %% wrong stride_ignored
# Reads the map as if it were the image.
# hint: divide by stride
# of: loops
-                     values.append(bilinear(features, y / stride - 0.5, x / stride - 0.5))
+                     values.append(bilinear(features, y - 0.5, x - 0.5))

# %% wrong transposed
# Rows and columns of the result are swapped.
# hint: transposed
# of: loops
-             out[row, column] = np.mean(values, axis=0)
+             out[column, row] = np.mean(values, axis=0)

# %% wrong upside_down
# Rows from bottom to top.
# hint: upside down
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = np.array(box) / stride - 0.5
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = np.clip((y2 - m * (y2 - y1)), 0, H - 1)
    x = np.clip((x1 + m * (x2 - x1)), 0, W - 1)
    top, left = y.astype(int), x.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(size, samples, size, samples, C).mean((1, 3))

# %% wrong weights
# Weights of the farther cell.
# hint: weights are swapped
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = box
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = np.clip((y1 + m * (y2 - y1)) / stride - 0.5, 0, H - 1)
    x = np.clip((x1 + m * (x2 - x1)) / stride - 0.5, 0, W - 1)
    top, left = y.astype(int), x.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = 1 - (y - top)[:, None, None], 1 - (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(size, samples, size, samples, C).mean((1, 3))

# %% wrong widened
# Widens small boxes to a cell.
# hint: not widened
import numpy as np


def roi_align(features, box, size, stride, samples=2):
    H, W, C = features.shape
    x1, y1, x2, y2 = np.array(box) / stride - 0.5
    n = size * samples
    m = (np.arange(n) + 0.5) / n
    y = np.clip((y1 + m * max(y2 - y1, 1)), 0, H - 1)
    x = np.clip((x1 + m * max(x2 - x1, 1)), 0, W - 1)
    top, left = y.astype(int), x.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    v = (1 - down) * ((1 - across) * features[top][:, left] + across * features[top][:, right]) + down * (
        (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    )
    return v.reshape(size, samples, size, samples, C).mean((1, 3))

# %% wrong y_first
# Takes the box for y1, x1, y2, x2.
# hint: box is x1, y1, x2, y2
# of: loops
-     x1, y1, x2, y2 = box
+     y1, x1, y2, x2 = box

# %% wrong zeros_outside
# Zeros beyond the outermost centres.
# hint: not with zeros
import numpy as np
from scipy import ndimage


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = np.asarray(box, float) / stride - 0.5
    parts = (np.arange(size * samples) + 0.5) / (size * samples)
    y, x = np.meshgrid(y1 + parts * (y2 - y1), x1 + parts * (x2 - x1), indexing="ij")
    padded = np.pad(features.astype(float), [(1, 1), (1, 1), (0, 0)])
    channels = [ndimage.map_coordinates(padded[..., k], [y + 1, x + 1], order=1) for k in range(features.shape[-1])]
    points = np.stack(channels, axis=-1)
    return points.reshape(size, samples, size, samples, -1).mean(axis=(1, 3))
