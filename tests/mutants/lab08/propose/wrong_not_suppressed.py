# Without suppression.
# hint: suppression is missing
import numpy as np
from keras import ops

from course.detection.box_coding import decode_boxes
from course.detection.nms import nms


def decode(deltas, anchors):
    return ops.convert_to_numpy(decode_boxes(deltas, anchors))


def suppress(boxes, scores, iou_threshold):
    if not len(boxes):
        return np.zeros(0, int)
    kept, valid = nms(boxes[None], scores[None], iou_threshold, max_outputs=len(boxes))
    return ops.convert_to_numpy(kept)[ops.convert_to_numpy(valid)]


def propose(objectness, deltas, anchors, image_size, before=1000, after=1000, iou_threshold=0.7, smallest=1):
    order = np.argsort(objectness)[::-1]
    order = order[:before]
    boxes = decode(deltas[order], anchors[order])
    scores = objectness[order]
    boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, image_size[1])
    boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, image_size[0])
    keep = (boxes[:, 2] - boxes[:, 0] >= smallest) & (boxes[:, 3] - boxes[:, 1] >= smallest)
    boxes, scores = boxes[keep], scores[keep]
    keep = np.arange(len(boxes))
    keep = keep[:after]
    return boxes[keep], scores[keep]
