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
