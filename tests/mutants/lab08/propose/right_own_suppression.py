# Suppresses by itself and drops the small by their score.
import numpy as np


def _iou(box, others):
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    area = np.prod(others[:, 2:] - others[:, :2], axis=1)
    return shared / (np.prod(box[2:] - box[:2]) + area - shared)


def propose(
    objectness, deltas, anchors, image_size, pre_nms_top_n=1000, post_nms_top_n=1000, iou_threshold=0.7, smallest=1
):
    best = np.argsort(objectness)[::-1][:pre_nms_top_n]
    anchors, deltas, scores = anchors[best], deltas[best], objectness[best]
    sides = anchors[:, 2:] - anchors[:, :2]
    centres = anchors[:, :2] + sides / 2 + deltas[:, :2] * sides
    sides = sides * np.exp(deltas[:, 2:])
    boxes = np.hstack([centres - sides / 2, centres + sides / 2])
    height, width = image_size
    boxes = boxes.clip(0, [width, height, width, height])
    waiting = [k for k in range(len(boxes)) if min(boxes[k, 2:] - boxes[k, :2]) >= smallest]
    kept = []
    while waiting and len(kept) < post_nms_top_n:
        first, *waiting = waiting
        kept.append(first)
        if waiting:
            overlap = _iou(boxes[first], boxes[waiting])
            waiting = [k for k, value in zip(waiting, overlap) if value <= iou_threshold]
    return boxes[kept].reshape(-1, 4), scores[kept]
