# Step by step, with a partial sort.
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
    before = min(before, len(objectness))
    places = np.argpartition(-objectness, before - 1)[:before]
    boxes = decode(deltas[places], anchors[places])
    height, width = image_size
    boxes = np.minimum(np.maximum(boxes, 0), np.array([width, height] * 2, "float32"))
    sides = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    scores = objectness[places][sides >= smallest]
    boxes = boxes[sides >= smallest]
    kept = list(suppress(boxes, scores, iou_threshold))[:after]
    return boxes[kept].reshape(-1, 4), scores[kept]
