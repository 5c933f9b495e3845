# %% right compared
# By comparing with the sizes at which levels begin.
import numpy as np


def assign_levels(boxes, strides, canonical_size=224, canonical_stride=16):
    sides = boxes[:, 2:] - boxes[:, :2]
    size = np.sqrt(sides[:, 0] * sides[:, 1])
    begins = np.array([canonical_size * stride / canonical_stride for stride in strides[1:]])
    return (size[:, None] >= begins).sum(axis=1)

# %% right loop
# Box by box.
import math

import numpy as np


def assign_levels(boxes, strides, canonical_size=224, canonical_stride=16):
    levels = []
    for x1, y1, x2, y2 in boxes:
        size = math.sqrt((x2 - x1) * (y2 - y1))
        level = math.floor(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))
        levels.append(min(max(level, 0), len(strides) - 1))
    return np.array(levels)

# %% right one_logarithm
# One logarithm, of the area.
import numpy as np


def assign_levels(boxes, strides, canonical_size=224, canonical_stride=16):
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    ratio = area * (canonical_stride / strides[0] / canonical_size) ** 2
    return np.floor(np.log2(ratio) / 2).clip(0, len(strides) - 1).astype("int64")

# %% wrong area
# The area in place of its root.
# hint: square root is missing
# of: loop
-         size = math.sqrt((x2 - x1) * (y2 - y1))
+         size = (x2 - x1) * (y2 - y1)

# %% wrong ceiled
# Rounds up.
# hint: not up
# of: loop
-         level = math.floor(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))
+         level = math.ceil(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))

# %% wrong first_stride_fixed
# The finest stride is taken to be 4.
# hint: begin elsewhere
# of: loop
-         level = math.floor(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))
+         level = math.floor(math.log2(canonical_stride / 4) + math.log2(size / canonical_size))

# %% wrong fixed
# The published numbers are fixed.
# hint: are arguments
# of: loop
-         level = math.floor(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))
+         level = math.floor(math.log2(16 / strides[0]) + math.log2(size / 224))

# %% wrong floats
# Levels as floats.
# hint: return ints
# of: loop
-     return np.array(levels)
+     return np.array(levels, float)

# %% wrong from_one
# Counts from 1.
# hint: count from 0
# of: loop
-     return np.array(levels)
+     return np.array(levels) + 1

# %% wrong longer_side
# The longer side decides.
# hint: not the longer side
# of: loop
-         size = math.sqrt((x2 - x1) * (y2 - y1))
+         size = max(x2 - x1, y2 - y1)

# %% wrong no_start
# Counts from the canonical level.
# hint: finest stride is missing
# of: loop
-         level = math.floor(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))
+         level = math.floor(math.log2(size / canonical_size))

# %% wrong not_clipped
# Levels that do not exist.
# hint: clip
# of: loop
-         levels.append(min(max(level, 0), len(strides) - 1))
+         levels.append(level)

# %% wrong one_level_too_many
# Clips to one level too many.
# hint: len(strides) - 1
# of: loop
-         levels.append(min(max(level, 0), len(strides) - 1))
+         levels.append(min(max(level, 0), len(strides)))

# %% wrong rounded
# Rounds to the nearest.
# hint: round down
# of: loop
-         level = math.floor(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))
+         level = round(math.log2(canonical_stride / strides[0]) + math.log2(size / canonical_size))

# %% wrong strides
# Returns strides.
# hint: not the strides themselves
# of: loop
-     return np.array(levels)
+     return np.array(strides)[levels]

# %% wrong width
# The width decides.
# hint: not the width
# of: loop
-         size = math.sqrt((x2 - x1) * (y2 - y1))
+         size = x2 - x1
