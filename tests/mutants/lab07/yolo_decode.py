# %% right loops
# Cell by cell.
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    height, width = image_size
    boxes, scores = [], []
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            cell = table[row, column]
            for k in range(boxes_per_cell):
                x, y, w, h, sure = cell[5 * k : 5 * k + 5]
                cx, cy = (column + x) / table.shape[1] * width, (row + y) / table.shape[0] * height
                boxes.append([cx - w * width / 2, cy - h * height / 2, cx + w * width / 2, cy + h * height / 2])
                scores.append(sure * cell[5 * boxes_per_cell :])
    return np.array(boxes), np.array(scores)

# %% right meshgrid
# With a grid of corners.
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    s = table.shape[0]
    five = table[:, :, : 5 * boxes_per_cell].reshape(s, s, boxes_per_cell, 5)
    corner = np.stack(np.meshgrid(np.arange(s), np.arange(s)), axis=-1)[:, :, None]
    size = np.array(image_size[::-1])
    centre = (five[..., :2] + corner) / s * size
    half = five[..., 2:4] * size / 2
    boxes = np.concatenate([centre - half, centre + half], axis=-1).reshape(-1, 4)
    scores = np.einsum("ijb,ijc->ijbc", five[..., 4], table[..., 5 * boxes_per_cell :])
    return [boxes, scores.reshape(len(boxes), -1)]

# %% wrong boxes_outermost
# All first boxes, then all second ones.
# hint: here all first boxes come first
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    H, W = image_size
    boxes = []
    scores = []
    for b in range(B):
        for r in range(S):
            for c in range(S):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.array(boxes), np.array(scores)

# %% wrong centre_size
# Returns centre and size.
# hint: this is centre and size
# of: solution
-     boxes = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)
+     boxes = np.stack([x, y, w, h], axis=-1)

# %% wrong columns_first
# Column by column.
# hint: columns come before rows
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    H, W = image_size
    boxes = []
    scores = []
    for c in range(S):
        for r in range(S):
            for b in range(B):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.array(boxes), np.array(scores)

# %% wrong cut
# Cuts boxes at the image's border.
# hint: do not cut them
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    H, W = image_size
    boxes = []
    scores = []
    for r in range(S):
        for c in range(S):
            for b in range(B):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.clip(np.array(boxes), 0, [W, H, W, H]), np.array(scores)

# %% wrong no_cell
# Forgets the cell's place.
# hint: the cell's place is missing
# of: solution
-     x = (found[..., 0] + np.arange(grid)[:, None]) / grid * width
-     y = (found[..., 1] + np.arange(grid)[:, None, None]) / grid * height
+     x = (found[..., 0]) / grid * width
+     y = (found[..., 1]) / grid * height

# %% wrong no_confidence
# Scores without the confidence.
# hint: confidence is missing
# of: solution
-     scores = found[..., 4:] * table[:, :, None, 5 * boxes_per_cell :]
+     scores = np.ones_like(found[..., 4:]) * table[:, :, None, 5 * boxes_per_cell :]

# %% wrong one_confidence
# The first box's confidence for all.
# hint: a confidence of its own
# of: solution
-     scores = found[..., 4:] * table[:, :, None, 5 * boxes_per_cell :]
+     scores = found[..., :1, 4:] * np.ones_like(found[..., 4:]) * table[:, :, None, 5 * boxes_per_cell :]

# %% wrong scores_first
# Returns the scores first.
# hint: the boxes come first
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    H, W = image_size
    boxes = []
    scores = []
    for r in range(S):
        for c in range(S):
            for b in range(B):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.array(scores), np.array(boxes)

# %% wrong shares
# Boxes in shares of the image.
# hint: multiply by its width and height
# of: solution
-     height, width = image_size
+     height = width = 1

# %% wrong sides_of_cell
# Sides as shares of a cell.
# hint: not of a cell
# of: solution
-     w, h = found[..., 2] * width, found[..., 3] * height
+     w, h = found[..., 2] * width / grid, found[..., 3] * height / grid

# %% wrong skips_empty
# Leaves cells without an object out.
# hint: whatever is in the table
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    H, W = image_size
    boxes = []
    scores = []
    for r in range(S):
        for c in range(S):
            for b in range(B):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                if not conf:
                    continue
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.array(boxes), np.array(scores)

# %% wrong swapped
# Row and column are swapped.
# hint: row and column are swapped
# of: solution
-     x = (found[..., 0] + np.arange(grid)[:, None]) / grid * width
-     y = (found[..., 1] + np.arange(grid)[:, None, None]) / grid * height
+     x = (found[..., 0] + np.arange(grid)[:, None, None]) / grid * width
+     y = (found[..., 1] + np.arange(grid)[:, None]) / grid * height

# %% wrong twice
# Twice too large.
# hint: twice too large
# of: solution
-     boxes = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)
+     boxes = np.stack([x - w, y - h, x + w, y + h], axis=-1)

# %% wrong width_first
# Takes image_size for width and height.
# hint: image_size is height and width
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    S = len(table)
    B = boxes_per_cell
    W, H = image_size
    boxes = []
    scores = []
    for r in range(S):
        for c in range(S):
            for b in range(B):
                x, y, w, h, conf = table[r, c, 5 * b : 5 * b + 5]
                x, y, w, h = (c + x) * W / S, (r + y) * H / S, w * W, h * H
                boxes.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
                scores.append(conf * table[r, c, 5 * B :])
    return np.array(boxes), np.array(scores)
