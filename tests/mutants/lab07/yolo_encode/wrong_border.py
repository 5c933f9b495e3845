# Fails at the border.
# hint: IndexError
import numpy as np


def yolo_encode(boxes, labels, grid, boxes_per_cell, classes, image_size):
    height, width = image_size
    table = np.zeros((grid, grid, 5 * boxes_per_cell + classes), "float32")
    for (x1, y1, x2, y2), label in zip(boxes, labels):
        x, y = (x1 + x2) / 2 / width * grid, (y1 + y2) / 2 / height * grid  # in cells
        column, row = int(x), int(y)
        cell = table[row, column]
        if cell[4] == 0:
            box = [x - column, y - row, (x2 - x1) / width, (y2 - y1) / height, 1]
            cell[: 5 * boxes_per_cell] = box * boxes_per_cell
            cell[5 * boxes_per_cell + label] = 1
    return table
