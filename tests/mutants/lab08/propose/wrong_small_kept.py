# Small ones are kept.
# hint: are to be dropped
import numpy as np

LARGEST_LOG = np.log(1000 / 16)  # so that a wild offset does not overflow


def decode(deltas, anchors):
    """Return the boxes (N, 4) that offsets (N, 4) make of anchors (N, 4)."""
    sides = anchors[:, 2:] - anchors[:, :2]
    centres = anchors[:, :2] + sides / 2 + deltas[:, :2] * sides
    sides = sides * np.exp(np.minimum(deltas[:, 2:], LARGEST_LOG))
    return np.concatenate([centres - sides / 2, centres + sides / 2], axis=1)


def suppress(boxes, scores, iou_threshold):
    """Return the places of the boxes that non-maximum suppression keeps, best first."""
    areas, kept = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), []
    left = np.argsort(-scores, kind="stable")
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[left, :2])
        high = np.minimum(boxes[best, 2:], boxes[left, 2:])
        shared = np.prod(np.maximum(high - low, 0), axis=1)
        left = left[shared <= iou_threshold * (areas[best] + areas[left] - shared)]
    return np.array(kept, int)


def propose(
    objectness, deltas, anchors, image_size, pre_nms_top_n=1000, post_nms_top_n=1000, iou_threshold=0.7, smallest=1
):
    order = np.argsort(objectness)[::-1]
    order = order[:pre_nms_top_n]
    boxes = decode(deltas[order], anchors[order])
    scores = objectness[order]
    boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
    boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
    keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
    keep = suppress(boxes, scores, iou_threshold)
    keep = keep[:post_nms_top_n]
    return boxes[keep], scores[keep]
