# Moves from the box to the anchor.
# hint: box's centre minus the anchor's
import numpy as np


def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    sides, anchor_sides = boxes[:, 2:] - boxes[:, :2], anchors[:, 2:] - anchors[:, :2]
    moves = (anchors[:, :2] + anchor_sides / 2) - (boxes[:, :2] + sides / 2)
    coded = np.concatenate([moves / anchor_sides, np.log(sides / anchor_sides)], axis=1)
    return coded / np.array(variance)
