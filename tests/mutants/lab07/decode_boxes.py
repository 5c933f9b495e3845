# %% right columns
# Column by column.
import numpy as np


def decode_boxes(deltas, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    dx, dy, dw, dh = (np.asarray(deltas, float) * variance).T
    x1, y1, x2, y2 = np.asarray(anchors, float).T
    w, h = x2 - x1, y2 - y1
    cx, cy = (x1 + x2) / 2 + dx * w, (y1 + y2) / 2 + dy * h
    w, h = w * np.exp(dw), h * np.exp(dh)
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=1)

# %% right corner_plus_size
# From the corner and the size.
import numpy as np


def decode_boxes(deltas, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    steps = np.multiply(deltas, np.array(variance))
    size = anchors[:, 2:] - anchors[:, :2]
    new = size * np.exp(steps[:, 2:])
    corner = (anchors[:, :2] + anchors[:, 2:]) / 2 + steps[:, :2] * size - new / 2
    return np.hstack([corner, corner + new])

# %% wrong centre_size
# Returns centre and size.
# hint: this is centre and size
# of: solution
-     return np.concatenate([centres - halves, centres + halves], axis=1)
+     return np.concatenate([centres, 2 * halves], axis=1)

# %% wrong cut
# Cuts boxes at 0.
# hint: do not cut them at 0
# of: solution
-     return np.concatenate([centres - halves, centres + halves], axis=1)
+     return np.maximum(np.concatenate([centres - halves, centres + halves], axis=1), 0)

# %% wrong from_corner
# Starts at the anchor's corner.
# hint: centred on the anchor's corner
# of: solution
-     centres = anchors[:, :2] + anchor_sides / 2 + deltas[:, :2] * anchor_sides
+     centres = anchors[:, :2] + deltas[:, :2] * anchor_sides

# %% wrong in_place
# Multiplies the caller's codes.
# hint: writes into an array that it was given
# of: solution
-     deltas = deltas * np.array(variance)
+     deltas *= np.array(variance)

# %% wrong linear_growth
# Grows by 1 + d.
# hint: not by 1 + d
# of: solution
-     halves = anchor_sides * np.exp(deltas[:, 2:]) / 2
+     halves = anchor_sides * (1 + deltas[:, 2:]) / 2

# %% wrong pixels
# Moves in pixels.
# hint: moves are in sides of the anchor
# of: solution
-     centres = anchors[:, :2] + anchor_sides / 2 + deltas[:, :2] * anchor_sides
+     centres = anchors[:, :2] + anchor_sides / 2 + deltas[:, :2]

# %% wrong twice
# Twice too large.
# hint: twice too large
# of: solution
-     halves = anchor_sides * np.exp(deltas[:, 2:]) / 2
+     halves = anchor_sides * np.exp(deltas[:, 2:])

# %% wrong variance_divided
# Divides by the variance.
# hint: multiply when decoding
# of: solution
-     deltas = deltas * np.array(variance)
+     deltas = deltas / np.array(variance)

# %% wrong variance_ignored
# Ignores the variance.
# hint: `variance` is ignored
# of: solution
-     deltas = deltas * np.array(variance)
