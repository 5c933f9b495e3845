# Sides as shares of a cell.
# hint: not of a cell
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    height, width = image_size
    grid = len(table)
    found = table[..., : 5 * boxes_per_cell].reshape(grid, grid, boxes_per_cell, 5)
    x = (found[..., 0] + np.arange(grid)[:, None]) / grid * width  # columns are the second axis
    y = (found[..., 1] + np.arange(grid)[:, None, None]) / grid * height
    w, h = found[..., 2] * width / grid, found[..., 3] * height / grid
    boxes = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)
    scores = found[..., 4:] * table[:, :, None, 5 * boxes_per_cell :]
    return boxes.reshape(-1, 4), scores.reshape(boxes.size // 4, -1)
