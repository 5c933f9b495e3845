# Small boxes suppress others before they are dropped.
# hint: suppress no other
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
    h, w = image_size
    o = np.argsort(-objectness)[:pre_nms_top_n]
    b = decode(deltas[o], anchors[o])
    b = np.clip(b, 0, [w, h, w, h])
    s = objectness[o]
    k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
    keep = suppress(b, s, iou_threshold)
    keep = [i for i in keep if k[i]][:post_nms_top_n]
    return b[keep], s[keep]
