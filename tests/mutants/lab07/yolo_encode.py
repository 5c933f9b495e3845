# %% right arrays
# Arrays first, then a loop backwards, so that the first stays.
import numpy as np


def yolo_encode(boxes, labels, grid, boxes_per_cell, classes, image_size):
    scale = np.array([image_size[1], image_size[0]], float)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 / scale * grid
    sides = (boxes[:, 2:] - boxes[:, :2]) / scale
    cells = np.clip(np.floor(centres), 0, grid - 1).astype(int)
    out = np.zeros((grid, grid, 5 * boxes_per_cell + classes))
    for n in reversed(range(len(boxes))):
        column, row = cells[n]
        five = np.concatenate([centres[n] - cells[n], sides[n], [1.0]])
        out[row, column] = np.concatenate([np.tile(five, boxes_per_cell), np.eye(classes)[labels[n]]])
    return out

# %% right taken
# A set of the cells that are taken.
import numpy as np


def yolo_encode(boxes, labels, grid, boxes_per_cell, classes, image_size):
    rows, taken = np.zeros((grid * grid, 5 * boxes_per_cell + classes)), set()
    cell_h, cell_w = image_size[0] / grid, image_size[1] / grid
    for box, label in zip(boxes, labels):
        cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        i, j = min(int(cy // cell_h), grid - 1), min(int(cx // cell_w), grid - 1)
        if (i, j) in taken:
            continue
        taken.add((i, j))
        row = rows[i * grid + j]
        for k in range(boxes_per_cell):
            row[5 * k : 5 * k + 5] = (
                cx / cell_w - j,
                cy / cell_h - i,
                (box[2] - box[0]) / image_size[1],
                (box[3] - box[1]) / image_size[0],
                1,
            )
        row[5 * boxes_per_cell + int(label)] = 1
    return rows.reshape(grid, grid, -1)

# %% wrong border
# Fails at the border.
# hint: IndexError
# of: solution
-         column, row = min(int(x), grid - 1), min(int(y), grid - 1)
+         column, row = int(x), int(y)

# %% wrong confidence_first
# The confidence comes first.
# hint: the confidence comes last
import numpy as np


def yolo_encode(boxes, labels, grid, boxes_per_cell, classes, image_size):
    t = np.zeros((grid, grid, 5 * boxes_per_cell + classes))
    H, W = image_size
    for (x1, y1, x2, y2), label in zip(boxes, labels):
        x, y = (x1 + x2) / 2 / W * grid, (y1 + y2) / 2 / H * grid
        c, r = min(int(x), grid - 1), min(int(y), grid - 1)
        if t[r, c, 0]:
            continue
        t[r, c, : 5 * boxes_per_cell] = np.tile([1, x - c, y - r, (x2 - x1) / W, (y2 - y1) / H], boxes_per_cell)
        t[r, c, 5 * boxes_per_cell + label] = 1
    return t

# %% wrong in_cells
# The centre in cells, from the image's corner.
# hint: take away the cell's column and row
# of: solution
-             box = [x - column, y - row, (x2 - x1) / width, (y2 - y1) / height, 1]
+             box = [x, y, (x2 - x1) / width, (y2 - y1) / height, 1]

# %% wrong one_box
# Fills in one of the boxes.
# hint: repeat the five numbers
# of: solution
-             cell[: 5 * boxes_per_cell] = box * boxes_per_cell
+             cell[:5] = box

# %% wrong overwrites
# The last object has the cell.
# hint: overwrote the first
# of: solution
-         if cell[4] == 0:
+         cell[:] = 0
+         if True:

# %% wrong pixels
# Sides in pixels.
# hint: in pixels
# of: solution
-             box = [x - column, y - row, (x2 - x1) / width, (y2 - y1) / height, 1]
+             box = [x - column, y - row, x2 - x1, y2 - y1, 1]

# %% wrong place_in_image
# The centre as a share of the image.
# hint: places in the image
# of: solution
-             box = [x - column, y - row, (x2 - x1) / width, (y2 - y1) / height, 1]
+             box = [x / grid, y / grid, (x2 - x1) / width, (y2 - y1) / height, 1]

# %% wrong sides_of_cell
# Sides as shares of a cell.
# hint: not of the cell
# of: solution
-             box = [x - column, y - row, (x2 - x1) / width, (y2 - y1) / height, 1]
+             box = [x - column, y - row, (x2 - x1) / width * grid, (y2 - y1) / height * grid, 1]

# %% wrong transposed
# Column before row.
# hint: transposed
# of: solution
-         cell = table[row, column]
+         cell = table[column, row]

# %% wrong width_first
# Takes image_size for width and height.
# hint: height and width, in this order
# of: solution
-     height, width = image_size
+     width, height = image_size
