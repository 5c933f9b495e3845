# %% right in_steps
# Step by step, with a partial sort.
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
    pre_nms_top_n = min(pre_nms_top_n, len(objectness))
    places = np.argpartition(-objectness, pre_nms_top_n - 1)[:pre_nms_top_n]
    boxes = decode(deltas[places], anchors[places])
    height, width = image_size
    boxes = np.minimum(np.maximum(boxes, 0), np.array([width, height] * 2, "float32"))
    sides = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    scores = objectness[places][sides >= smallest]
    boxes = boxes[sides >= smallest]
    kept = list(suppress(boxes, scores, iou_threshold))[:post_nms_top_n]
    return boxes[kept].reshape(-1, 4), scores[kept]

# %% right own_suppression
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

# %% right partition
# The best `pre_nms_top_n` in no order.
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
    o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
    b = decode(deltas[o], anchors[o])
    s = objectness[o]
    b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
    k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
    b, s = b[k], s[k]
    keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
    return b[keep], s[keep]

# %% wrong after_first
# The best `post_nms_top_n` are taken before suppression.
# hint: are taken last
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     boxes, scores = boxes[:post_nms_top_n], scores[:post_nms_top_n]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong all_come_out
# All that are left come out.
# hint: at most `post_nms_top_n`
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     return boxes[keep], scores[keep]

# %% wrong all_go_in
# All anchors go in.
# hint: only the best `pre_nms_top_n`
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong anchors_unsorted
# Sorts the offsets, not the anchors.
# hint: sorted together
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[: len(order)])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong ascending
# Takes the worst anchors.
# hint: not the smallest
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong both_small
# Drops only what is small in both directions.
# hint: one of its sides
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) | (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong by_area
# The area decides what is small.
# hint: not the area
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) >= smallest**2
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong clipped_below_only
# Clips at 0 only.
# hint: the right and the lower border
# of: partition
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
+     o = np.argsort(-objectness)[:pre_nms_top_n]

-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
+     b = np.maximum(b, 0)

# %% wrong clipped_to_height
# Clips x to the height too.
# hint: both clipped to the height
# of: partition
-     objectness, deltas, anchors, image_size, pre_nms_top_n=1000, post_nms_top_n=1000, iou_threshold=0.7, smallest=1
+     objectness, deltas, anchors, image_size, pre_nms_top_n=1000, post_nms_top_n=300, iou_threshold=0.7, smallest=1

-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
+     o = np.argsort(-objectness)[:pre_nms_top_n]
+     b = np.clip(decode(deltas[o], anchors[o]), 0, h)

-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)

# %% wrong decode_turned
# Offsets and anchors are swapped.
# hint: offsets first
# of: partition
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
+     o = np.argsort(-objectness)[:pre_nms_top_n]
+     b = np.clip(decode(anchors[o], deltas[o]), 0, [w, h, w, h])

-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)

# %% wrong leaving_dropped
# Drops boxes that reach beyond the image.
# hint: clipped, not dropped
# of: partition
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
+     o = np.argsort(-objectness)[:pre_nms_top_n]

-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
+     k = (b[:, 0] >= 0) & (b[:, 1] >= 0) & (b[:, 2] <= w) & (b[:, 3] <= h)
+     b, s = b[k], s[k]

# %% wrong logits_unsorted
# The logits stay in their old order.
# hint: logits come along
# of: partition
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
+     o = np.argsort(-objectness)[:pre_nms_top_n]

-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
+     s = objectness[:pre_nms_top_n]
+     b = np.clip(b, 0, [w, h, w, h])

# %% wrong more_than_smallest
# A side of exactly `smallest` is dropped.
# hint: exactly `smallest`
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] > smallest) & (boxes[:, 3] - boxes[:, 1] > smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong not_clipped
# Proposals reach beyond the image.
# hint: clip them
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong not_decoded
# The anchors come out.
# hint: decode them
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = anchors[order].copy()
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong not_suppressed
# Without suppression.
# hint: suppression is missing
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = np.arange(len(boxes))
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong one_less
# Clips to the last pixel.
# hint: not one pixel before
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1] - 1)
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0] - 1)
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong places
# Places in place of logits.
# hint: not their places
# of: partition
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
+     o = np.argsort(-objectness)[:pre_nms_top_n]
+     b = np.clip(decode(deltas[o], anchors[o]), 0, [w, h, w, h])

-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)

-     return b[keep], s[keep]
+     return b[keep], keep

# %% wrong probabilities
# Returns probabilities.
# hint: not probabilities
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], 1 / (1 + np.exp(-scores[keep]))

# %% wrong scores_first
# Scores come first.
# hint: boxes first
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return scores[keep], boxes[keep]

# %% wrong sides_swapped
# Width and height are swapped in clipping.
# hint: swapped in clipping
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[0])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[1])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong small_before_clipping
# Small ones are dropped before clipping.
# hint: after clipping
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong small_dropped_first
# Drops small boxes before it takes the best `pre_nms_top_n`.
# hint: first of all
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep][:pre_nms_top_n], scores[keep][:pre_nms_top_n]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong small_kept
# Small ones are kept.
# hint: are to be dropped
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong small_suppress
# Small boxes suppress others before they are dropped.
# hint: suppress no other
# of: partition
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
+     o = np.argsort(-objectness)[:pre_nms_top_n]
+     b = decode(deltas[o], anchors[o])
+     b = np.clip(b, 0, [w, h, w, h])

-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)

-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
+     keep = suppress(b, s, iou_threshold)
+     keep = [i for i in keep if k[i]][:post_nms_top_n]

# %% wrong smallest_fixed
# `smallest` is fixed.
# hint: `smallest` is ignored
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= 1) & (boxes[:, 3] - boxes[:, 1] >= 1)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong suppressed_before_clipping
# Suppresses before clipping.
# hint: clip before suppression
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     keep = suppress(boxes, scores, iou_threshold)
+     boxes, scores = boxes[keep], scores[keep]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = np.arange(len(boxes))
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong threshold_fixed
# A threshold of its own.
# hint: iou_threshold is ignored
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.argsort(objectness)[::-1]
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, 0.5)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]

# %% wrong unsorted
# Takes the first anchors in place of the best.
# hint: sort by objectness
# of: partition
-     h, w = image_size
-     o = np.argpartition(-objectness, min(pre_nms_top_n, len(objectness)) - 1)[:pre_nms_top_n]
-     b = decode(deltas[o], anchors[o])
-     s = objectness[o]
-     b = np.stack([b[:, 0].clip(0, w), b[:, 1].clip(0, h), b[:, 2].clip(0, w), b[:, 3].clip(0, h)], 1)
-     k = ((b[:, 2:] - b[:, :2]) >= smallest).all(1)
-     b, s = b[k], s[k]
-     keep = suppress(b, s, iou_threshold)[:post_nms_top_n]
-     return b[keep], s[keep]
+     order = np.arange(len(objectness))
+     order = order[:pre_nms_top_n]
+     boxes = decode(deltas[order], anchors[order])
+     scores = objectness[order]
+     boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
+     boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
+     keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
+     boxes, scores = boxes[keep], scores[keep]
+     keep = suppress(boxes, scores, iou_threshold)
+     keep = keep[:post_nms_top_n]
+     return boxes[keep], scores[keep]
