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
