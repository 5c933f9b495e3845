# Forgets the cell's place.
# hint: the cell's place is missing
import numpy as np


def yolo_decode(table, boxes_per_cell, image_size):
    height, width = image_size
    grid = len(table)
    found = table[..., : 5 * boxes_per_cell].reshape(grid, grid, boxes_per_cell, 5)
    x = (found[..., 0]) / grid * width  # columns are the second axis
    y = (found[..., 1]) / grid * height
    w, h = found[..., 2] * width, found[..., 3] * height
    boxes = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)
    scores = found[..., 4:] * table[:, :, None, 5 * boxes_per_cell :]
    return boxes.reshape(-1, 4), scores.reshape(boxes.size // 4, -1)
