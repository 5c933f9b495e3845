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
