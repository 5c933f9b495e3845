# %% right epsilon
# A tiny number in the denominator, columns split.
import numpy as np


def iou(boxes1, boxes2):
    x1, y1, x2, y2 = boxes1.T[:, :, None]
    u1, v1, u2, v2 = boxes2.T
    width = np.maximum(np.minimum(x2, u2) - np.maximum(x1, u1), 0)
    height = np.maximum(np.minimum(y2, v2) - np.maximum(y1, v1), 0)
    inter = width * height
    return inter / ((x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - inter + 1e-12)

# %% right loop
# Pair by pair, in a loop.
import numpy as np


def iou(boxes1, boxes2):
    result = np.zeros((len(boxes1), len(boxes2)))
    for i, (ax1, ay1, ax2, ay2) in enumerate(boxes1):
        for j, (bx1, by1, bx2, by2) in enumerate(boxes2):
            width = max(0, min(ax2, bx2) - max(ax1, bx1))
            height = max(0, min(ay2, by2) - max(ay1, by1))
            inter = width * height
            union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - inter
            result[i, j] = inter / union if union > 0 else 0
    return result

# %% wrong box_around
# Takes the box around both for the one that they share.
# hint: the larger of the two starts
import numpy as np


def iou(boxes1, boxes2):
    low = np.minimum(boxes1[:, None, :2], boxes2[:, :2])
    high = np.maximum(boxes1[:, None, 2:], boxes2[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    areas1, areas2 = ((boxes[:, 2:] - boxes[:, :2]).prod(axis=-1) for boxes in (boxes1, boxes2))
    union = areas1[:, None] + areas2 - shared
    return shared / np.where(union != 0, union, 1)

# %% wrong dice
# The Dice coefficient.
# hint: Dice
# of: solution
-     return shared / np.where(union > 0, union, 1)
+     total = areas1[:, None] + areas2
+     return 2 * shared / np.where(total > 0, total, 1)

# %% wrong in_place
# Turns corners into sizes in the caller's arrays.
# hint: writes into an array that it was given
# of: solution
-     areas1, areas2 = ((boxes[:, 2:] - boxes[:, :2]).prod(axis=-1) for boxes in (boxes1, boxes2))
-     union = areas1[:, None] + areas2 - shared
+     boxes1[:, 2:] -= boxes1[:, :2]
+     boxes2[:, 2:] -= boxes2[:, :2]
+     union = boxes1[:, 2:].prod(axis=1)[:, None] + boxes2[:, 2:].prod(axis=1) - shared

# %% wrong nan_without_area
# Divides 0 by 0 for boxes without area.
# hint: NaN
# of: solution
-     return shared / np.where(union > 0, union, 1)
+     return shared / union

# %% wrong negative_sides
# Sides of boxes apart stay negative; two of them make a positive area.
# hint: negative width or height
# of: solution
-     shared = np.clip(high - low, 0, None).prod(axis=-1)
+     shared = (high - low).prod(axis=-1)

# %% wrong plus_one
# Pixels are counted with their ends: + 1.
# hint: no '+ 1'
# of: solution
-     shared = np.clip(high - low, 0, None).prod(axis=-1)
-     areas1, areas2 = ((boxes[:, 2:] - boxes[:, :2]).prod(axis=-1) for boxes in (boxes1, boxes2))
+     shared = np.clip(high - low + 1, 0, None).prod(axis=-1)
+     areas1, areas2 = ((boxes[:, 2:] - boxes[:, :2] + 1).prod(axis=-1) for boxes in (boxes1, boxes2))

# %% wrong smaller_area
# Divides by the smaller box.
# hint: smaller box
# of: solution
-     union = areas1[:, None] + areas2 - shared
+     union = np.minimum(areas1[:, None], areas2)

# %% wrong sum_of_areas
# Divides by the sum of the areas.
# hint: subtract it once
# of: solution
-     union = areas1[:, None] + areas2 - shared
+     union = areas1[:, None] + areas2

# %% wrong transposed
# Rows and columns are swapped.
# hint: transposed
# of: solution
-     return shared / np.where(union > 0, union, 1)
+     return (shared / np.where(union > 0, union, 1)).T
