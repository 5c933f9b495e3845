# %% right loops
# Four loops.
import math

import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = np.zeros((height, width, len(sizes), len(ratios), 4), "float32")
    for row in range(height):
        for column in range(width):
            cx, cy = stride * column + stride / 2, stride * row + stride / 2
            for i, size in enumerate(sizes):
                for j, ratio in enumerate(ratios):
                    h = math.sqrt(size * size * ratio)
                    w = h / ratio
                    out[row, column, i, j] = cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2
    return out.reshape(-1, 4)

# %% right meshgrid
# With a grid of centres.
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    size, ratio = (part.ravel() for part in np.meshgrid(sizes, ratios, indexing="ij"))
    half = np.stack([size / np.sqrt(ratio), size * np.sqrt(ratio)], axis=1) / 2
    y, x = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    centres = (np.stack([x, y], axis=-1).reshape(-1, 1, 2) + 0.5) * stride
    return np.concatenate([centres - half, centres + half], axis=2).reshape(-1, 4)

# %% wrong centre_size
# Returns centre and size.
# hint: this is centre and size
# of: solution
-         (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
+         (x, y, w, h)

# %% wrong columns_outside
# Column by column.
# hint: row by row
# of: solution
-         (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
+         (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
+         for x in (np.arange(width) + 0.5) * stride

-         for x in (np.arange(width) + 0.5) * stride

# %% wrong corner
# Centred at the cells' corners.
# hint: add half a cell
# of: solution
-         for y in (np.arange(height) + 0.5) * stride
-         for x in (np.arange(width) + 0.5) * stride
+         for y in (np.arange(height)) * stride
+         for x in (np.arange(width)) * stride

# %% wrong cut
# Cuts anchors at the image's border.
# hint: do not cut them
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = []
    for r in range(height):
        for c in range(width):
            x, y = (c + 0.5) * stride, (r + 0.5) * stride
            for s in sizes:
                for q in ratios:
                    w, h = s / q**0.5, s * q**0.5
                    out.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.clip(np.array(out), 0, [width * stride, height * stride] * 2)

# %% wrong height_only
# Stretches the height alone.
# hint: only the height is stretched
# of: solution
-         for w, h in ((s / r**0.5, s * r**0.5) for s in sizes for r in ratios)
+         for w, h in ((s, s * r) for s in sizes for r in ratios)

# %% wrong last_pixel
# The middle between the first and the last pixel.
# hint: not (stride - 1) / 2
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = []
    for r in range(height):
        for c in range(width):
            x, y = c * stride + (stride - 1) / 2, r * stride + (stride - 1) / 2
            for s in sizes:
                for q in ratios:
                    w, h = s / q**0.5, s * q**0.5
                    out.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(out)

# %% wrong no_root
# Forgets the root.
# hint: the area must be s²
# of: solution
-         for w, h in ((s / r**0.5, s * r**0.5) for s in sizes for r in ratios)
+         for w, h in ((s / r, s * r) for s in sizes for r in ratios)

# %% wrong ratios_outside
# For each ratio all sizes.
# hint: ratios change fastest
# of: solution
-         for w, h in ((s / r**0.5, s * r**0.5) for s in sizes for r in ratios)
+         for w, h in ((s / r**0.5, s * r**0.5) for r in ratios for s in sizes)

# %% wrong twice
# Sides on each side of the centre.
# hint: twice too large
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = []
    for r in range(height):
        for c in range(width):
            x, y = (c + 0.5) * stride, (r + 0.5) * stride
            for s in sizes:
                for q in ratios:
                    w, h = s / q**0.5, s * q**0.5
                    out.append([x - w, y - h, x + w, y + h])
    return np.array(out)

# %% wrong whole_half
# Whole halves of the stride.
# hint: stride // 2 is half a pixel off
import numpy as np


def make_anchors(height, width, stride, sizes, ratios):
    out = []
    for r in range(height):
        for c in range(width):
            x, y = c * stride + stride // 2, r * stride + stride // 2
            for s in sizes:
                for q in ratios:
                    w, h = s / q**0.5, s * q**0.5
                    out.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(out)

# %% wrong width_over_height
# The ratio is taken for width over height.
# hint: this is width over height
# of: solution
-         for w, h in ((s / r**0.5, s * r**0.5) for s in sizes for r in ratios)
+         for w, h in ((s * r**0.5, s / r**0.5) for s in sizes for r in ratios)
