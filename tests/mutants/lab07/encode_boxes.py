# %% right columns
# Column by column.
import numpy as np


def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    x1, y1, x2, y2 = np.asarray(boxes, float).T
    a1, b1, a2, b2 = np.asarray(anchors, float).T
    w, h, wa, ha = x2 - x1, y2 - y1, a2 - a1, b2 - b1
    dx = ((x1 + x2) - (a1 + a2)) / 2 / wa
    dy = ((y1 + y2) - (b1 + b2)) / 2 / ha
    vx, vy, vw, vh = variance
    return np.column_stack([dx / vx, dy / vy, (np.log(w) - np.log(wa)) / vw, (np.log(h) - np.log(ha)) / vh])

# %% right loop
# Box by box.
import math

import numpy as np


def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    rows = []
    for (x1, y1, x2, y2), (a1, b1, a2, b2) in zip(boxes, anchors):
        wa, ha = a2 - a1, b2 - b1
        row = [(x1 + x2 - a1 - a2) / 2 / wa, (y1 + y2 - b1 - b2) / 2 / ha]
        row += [math.log((x2 - x1) / wa), math.log((y2 - y1) / ha)]
        rows.append([value / v for value, v in zip(row, variance)])
    return np.array(rows).reshape(-1, 4)

# %% wrong corner
# The corner's move.
# hint: not the centre's
# of: solution
-     moves = (boxes[:, :2] + sides / 2) - (anchors[:, :2] + anchor_sides / 2)
+     moves = boxes[:, :2] - anchors[:, :2]

# %% wrong log2
# Logarithms to the base 2.
# hint: base 2
# of: solution
-     coded = np.concatenate([moves / anchor_sides, np.log(sides / anchor_sides)], axis=1)
+     coded = np.concatenate([moves / anchor_sides, np.log2(sides / anchor_sides)], axis=1)

# %% wrong no_log
# The growth without a logarithm.
# hint: not a logarithm
# of: solution
-     coded = np.concatenate([moves / anchor_sides, np.log(sides / anchor_sides)], axis=1)
+     coded = np.concatenate([moves / anchor_sides, sides / anchor_sides], axis=1)

# %% wrong one_side
# Divides both moves by the width.
# hint: y by its height
# of: solution
-     coded = np.concatenate([moves / anchor_sides, np.log(sides / anchor_sides)], axis=1)
+     coded = np.concatenate([moves / anchor_sides[:, :1], np.log(sides / anchor_sides)], axis=1)

# %% wrong one_variance
# Divides all four by the first variance.
# hint: a variance of its own
# of: solution
-     return coded / np.array(variance)
+     return coded / variance[0]

# %% wrong order
# Move and growth in x, then in y.
# hint: both moves first
# of: solution
-     return coded / np.array(variance)
+     return (coded / np.array(variance))[:, [0, 2, 1, 3]]

# %% wrong own_sides
# Moves in sides of the box.
# hint: not the box's
# of: solution
-     coded = np.concatenate([moves / anchor_sides, np.log(sides / anchor_sides)], axis=1)
+     coded = np.concatenate([moves / sides, np.log(sides / anchor_sides)], axis=1)

# %% wrong pixels
# Moves in pixels.
# hint: moves are in pixels
# of: solution
-     coded = np.concatenate([moves / anchor_sides, np.log(sides / anchor_sides)], axis=1)
+     coded = np.concatenate([moves, np.log(sides / anchor_sides)], axis=1)

# %% wrong sign
# Moves from the box to the anchor.
# hint: box's centre minus the anchor's
# of: solution
-     moves = (boxes[:, :2] + sides / 2) - (anchors[:, :2] + anchor_sides / 2)
+     moves = (anchors[:, :2] + anchor_sides / 2) - (boxes[:, :2] + sides / 2)

# %% wrong swapped
# Box and anchor are swapped.
# hint: swapped
# of: solution
- def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
+ def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
+     boxes, anchors = anchors, boxes

# %% wrong variance_ignored
# Ignores the variance.
# hint: `variance` is ignored
# of: solution
-     return coded / np.array(variance)
+     return coded

# %% wrong variance_multiplied
# Multiplies by the variance.
# hint: divide when encoding
# of: solution
-     return coded / np.array(variance)
+     return coded * np.array(variance)
