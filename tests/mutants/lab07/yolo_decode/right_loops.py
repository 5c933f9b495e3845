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
