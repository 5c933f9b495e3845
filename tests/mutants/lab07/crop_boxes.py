# %% right columns
# Column by column.
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    x1, y1, x2, y2 = np.asarray(boxes, dtype=float).reshape(-1, 4).T
    x1, x2 = (np.minimum(np.maximum(x - left, 0), width) for x in (x1, x2))
    y1, y2 = (np.minimum(np.maximum(y - top, 0), height) for y in (y1, y2))
    kept = (x2 - x1) * (y2 - y1) > 0
    return np.where(kept[:, None], np.stack([x1, y1, x2, y2], axis=1), 0.0), kept

# %% right cut_first
# Cuts in the whole image's pixels, then moves.
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    low, high = np.array([left, top]), np.array([left + width, top + height])
    corners = [np.clip(boxes[:, k : k + 2], low, high) - low for k in (0, 2)]
    cut = np.concatenate(corners, axis=1)
    kept = np.all(corners[1] > corners[0], axis=1)
    cut[~kept] = 0
    return [cut, kept]

# %% wrong all_kept
# Says that all boxes are kept.
# hint: still have area
# of: solution
-     return moved * kept[:, None], kept
+     return moved * kept[:, None], np.ones(len(kept), bool)

# %% wrong any_side
# A box with a width or a height is kept.
# hint: `all`, not `any`
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    moved = np.clip(np.asarray(boxes, float).reshape(-1, 4) - [left, top, left, top], 0, [width, height] * 2)
    keep = (moved[:, 2:] > moved[:, :2]).any(1)
    return moved * keep[:, None], keep

# %% wrong axes_swapped
# As Keras does it: the axes are swapped.
# hint: axes are swapped
# of: solution
-     moved = np.asarray(boxes, float) - np.array([left, top, left, top])
+     moved = np.asarray(boxes, float) - np.array([top, left, top, left])

# %% wrong borders_swapped
# Cut at the wrong border.
# hint: wrong border
# of: solution
-     moved = np.clip(moved, 0, [width, height, width, height])
+     moved = np.clip(moved, 0, [height, width, height, width])

# %% wrong by_centre
# A box is kept if its centre is.
# hint: wherever its centre lies
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    corner = np.array([left, top, left, top])
    moved = np.clip(boxes - corner, 0, [width, height, width, height])
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 - [left, top]
    kept = ((centres >= 0) & (centres <= [width, height])).all(axis=1)
    return moved * kept[:, None], kept

# %% wrong cut_at_zero
# Cut at 0 only.
# hint: also ends at the part's right
# of: solution
-     moved = np.clip(moved, 0, [width, height, width, height])
+     moved = np.maximum(moved, 0)

# %% wrong dropped
# Drops the boxes without area.
# hint: also of those that are gone
# of: solution
-     return moved * kept[:, None], kept
+     return moved[kept], kept

# %% wrong in_place
# Moves the caller's boxes.
# hint: writes into an array that it was given
import numpy as np


def crop_boxes(boxes, top, left, height, width):
    boxes -= np.array([left, top, left, top], float)
    moved = np.clip(boxes, 0, [width, height, width, height])
    kept = (moved[:, 2:] > moved[:, :2]).all(axis=1)
    return moved * kept[:, None], kept

# %% wrong not_cut
# Boxes reach beyond the part.
# hint: must not reach beyond
# of: solution
-     moved = np.clip(moved, 0, [width, height, width, height])

# %% wrong not_moved
# Does not move.
# hint: were not moved
# of: solution
-     moved = np.asarray(boxes, float) - np.array([left, top, left, top])
+     moved = np.asarray(boxes, float)

# %% wrong not_zeroed
# Boxes without area keep their numbers.
# hint: must be all zeros
# of: solution
-     return moved * kept[:, None], kept
+     return moved, kept

# %% wrong wrong_direction
# Adds the corner.
# hint: wrong direction
# of: solution
-     moved = np.asarray(boxes, float) - np.array([left, top, left, top])
+     moved = np.asarray(boxes, float) + np.array([left, top, left, top])
