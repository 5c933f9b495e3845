# %% right edges
# With floor and ceil of edges.
import math

import numpy as np


def roi_pool(features, boxes, size, stride):
    rows, columns, channels = features.shape
    result = np.empty((len(boxes), size, size, channels), dtype=features.dtype)
    for n, (x1, y1, x2, y2) in enumerate(boxes):
        a = min(max(math.floor(x1 / stride + 0.5), 0), columns - 1)
        c = min(max(math.floor(y1 / stride + 0.5), 0), rows - 1)
        b = min(math.floor(x2 / stride + 0.5), columns - 1)
        d = min(math.floor(y2 / stride + 0.5), rows - 1)
        width, height = b - a + 1, d - c + 1
        for i in range(size):
            top, bottom = c + math.floor(i * height / size), c + math.ceil((i + 1) * height / size)
            for j in range(size):
                left, right = a + math.floor(j * width / size), a + math.ceil((j + 1) * width / size)
                result[n, i, j] = np.amax(features[top:bottom, left:right], axis=(0, 1))
    return result

# %% right rows_first
# First the maxima over rows, then over columns.
import numpy as np


def roi_pool(features, boxes, size, stride):
    height, width, channels = features.shape
    out = []
    for box in np.asarray(boxes, float).reshape(-1, 4):
        x1, y1, x2, y2 = np.clip(np.floor(box / stride + 0.5), 0, [width - 1, height - 1] * 2).astype(int)
        region = features[y1 : y2 + 1, x1 : x2 + 1]
        for axis in (0, 1):
            count = region.shape[axis]
            cuts = [(i * count // size, -((-(i + 1) * count) // size)) for i in range(size)]
            region = np.stack([region.take(range(a, b), axis).max(axis) for a, b in cuts], axis)
        out.append(region)
    return np.array(out, features.dtype).reshape(len(out), size, size, channels)

# %% wrong beyond_the_map
# Regions in the last corner lie beyond the map.
# hint: zero-size
# of: solution
-         first, last = np.clip([first, last], 0, length - 1)
+         first, last = max(first, 0), min(last, length - 1)

# %% wrong bins_apart
# Bins do not share cells.
# hint: neighbours may share one
# of: solution
-             slice(first + i * cells // size, first - (-(i + 1) * cells // size))
+             slice(first + i * cells // size, first + max((i + 1) * cells // size, i * cells // size + 1))

# %% wrong end_excluded
# Leaves out the last cell.
# hint: the last cell belongs to the region
# of: solution
-         cells = last - first + 1
+         last -= 1
+         cells = max(last - first + 1, 1)

# %% wrong end_up
# Rounds the start down and the end up.
# hint: here the end is rounded up
import numpy as np


def roi_pool(features, boxes, size, stride):
    H, W, C = features.shape
    out = np.zeros((len(boxes), size, size, C), features.dtype)

    def bins(lo, hi, m):
        a = min(max(int(np.floor(lo / stride)), 0), m - 1)
        b = min(max(int(np.ceil(hi / stride)), 0), m - 1)
        n = b - a + 1
        return [(a + i * n // size, a + -(-(i + 1) * n // size)) for i in range(size)]

    for k, (x1, y1, x2, y2) in enumerate(boxes):
        for i, (r0, r1) in enumerate(bins(y1, y2, H)):
            for j, (c0, c1) in enumerate(bins(x1, x2, W)):
                out[k, i, j] = features[r0:r1, c0:c1].max((0, 1))
    return out

# %% wrong floor
# Rounds down.
# hint: this is rounded down
# of: solution
-     for number, box in enumerate(np.floor(np.asarray(boxes) / stride + 0.5).astype(int)):
+     for number, box in enumerate(np.floor(np.asarray(boxes) / stride).astype(int)):

# %% wrong from_zero
# Maxima begin at 0.
# hint: do not start from 0
# of: solution
-                 pooled[number, i, j] = features[row, column].max(axis=(0, 1))
+                 pooled[number, i, j] = np.maximum(features[row, column].max(axis=(0, 1)), 0)

# %% wrong mean
# The mean.
# hint: takes the maximum
# of: solution
-                 pooled[number, i, j] = features[row, column].max(axis=(0, 1))
+                 pooled[number, i, j] = features[row, column].mean(axis=(0, 1))

# %% wrong numpy_round
# Rounds halves to the even number.
# hint: halves are rounded up
import numpy as np


def roi_pool(features, boxes, size, stride):
    H, W, C = features.shape
    out = np.zeros((len(boxes), size, size, C), features.dtype)

    def bins(lo, hi, m):
        a = min(max(int(np.round(lo / stride)), 0), m - 1)
        b = min(max(int(np.round(hi / stride)), 0), m - 1)
        n = b - a + 1
        return [(a + i * n // size, a + -(-(i + 1) * n // size)) for i in range(size)]

    for k, (x1, y1, x2, y2) in enumerate(boxes):
        for i, (r0, r1) in enumerate(bins(y1, y2, H)):
            for j, (c0, c1) in enumerate(bins(x1, x2, W)):
                out[k, i, j] = features[r0:r1, c0:c1].max((0, 1))
    return out

# %% wrong python_round
# Python's round takes halves to the even number.
# hint: halves are rounded up
import numpy as np


def roi_pool(features, boxes, size, stride):
    H, W, C = features.shape
    out = np.zeros((len(boxes), size, size, C), features.dtype)

    def bins(lo, hi, m):
        a = min(max(round(lo / stride), 0), m - 1)
        b = min(max(round(hi / stride), 0), m - 1)
        n = b - a + 1
        return [(a + i * n // size, a + -(-(i + 1) * n // size)) for i in range(size)]

    for k, (x1, y1, x2, y2) in enumerate(boxes):
        for i, (r0, r1) in enumerate(bins(y1, y2, H)):
            for j, (c0, c1) in enumerate(bins(x1, x2, W)):
                out[k, i, j] = features[r0:r1, c0:c1].max((0, 1))
    return out

# %% wrong stride_ignored
# Takes pixels for cells.
# hint: divide them by the stride
# of: solution
-     for number, box in enumerate(np.floor(np.asarray(boxes) / stride + 0.5).astype(int)):
+     for number, box in enumerate(np.floor(np.asarray(boxes) + 0.5).astype(int)):

# %% wrong swapped_bins
# Rows and columns of the bins are swapped.
# hint: first axis is y
# of: solution
-                 pooled[number, i, j] = features[row, column].max(axis=(0, 1))
+                 pooled[number, j, i] = features[row, column].max(axis=(0, 1))

# %% wrong swapped_boxes
# Rows of the map are taken for x.
# hint: rows of the map are y
# of: solution
-         rows, columns = bins(box[1], box[3], height), bins(box[0], box[2], width)
+         rows, columns = bins(box[0], box[2], height), bins(box[1], box[3], width)
