"""Functions of NumPy arrays in place of the single-shot detector's own steps, to compare the two.

Whoever writes the steps of a detector for one image, in NumPy, can let the detector compute with them: its losses and
its detections must then stay the same. Only models that run outside a compiled graph can do so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np
from keras.ops import convert_to_numpy

from course.detection import detections, ssd

Function = Callable[..., np.ndarray]


@contextmanager
def ssd_with(
    *, iou: Function, encode_boxes: Function, decode_boxes: Function, hard_negatives: Function, nms_per_class: Function
) -> Iterator[None]:
    """Let :class:`~course.detection.SSD` compute with the given functions within a ``with`` block.

    Each works on the NumPy arrays of one image; boxes are xyxy in pixels.

    Args:
        iou: ``(N, 4)`` and ``(M, 4)`` boxes → ``(N, M)`` intersections over unions.
        encode_boxes: ``(N, 4)`` boxes, ``(N, 4)`` anchors and four variances → ``(N, 4)`` offsets.
        decode_boxes: ``(N, 4)`` offsets, ``(N, 4)`` anchors and four variances → ``(N, 4)`` boxes.
        hard_negatives: ``(N,)`` losses, ``(N,)`` bools of the positives and a ratio → ``(N,)`` bools of the background
            boxes to learn from.
        nms_per_class: ``(N, 4)`` boxes, ``(N,)`` scores, ``(N,)`` classes and an IoU → ``(K,)`` places of the boxes
            that are kept, best first.

    Yields:
        Nothing; the detector's own steps come back at the end of the block.

    Example:
        >>> with ssd_with(iou=my_iou, …):  # doctest: +SKIP
        ...     losses = model.losses_of(raw, truth)
    """
    steps: dict[str, Any] = {
        "iou": _of_batch(iou),
        "encode_boxes": _encode(encode_boxes),
        "decode_boxes": _of_batch(decode_boxes),
        "hardest_negatives": _negatives(hard_negatives),
    }
    with (
        mock.patch.multiple(ssd, **steps),
        mock.patch.object(detections, "nms_per_class", _suppress(nms_per_class)),
    ):
        yield


def _of_batch(function: Function) -> Function:
    """Return the function for a batch of its first argument; the others are the same for all images."""

    def of_batch(batch, *same):
        return np.stack([function(of_image, *same) for of_image in convert_to_numpy(batch)]).astype("float32")

    return of_batch


def _encode(encode_boxes: Function) -> Function:
    def encode(boxes, anchors, variance):
        boxes = convert_to_numpy(boxes)
        has_area = (boxes[..., 2:] > boxes[..., :2]).all(axis=-1, keepdims=True)
        boxes = np.where(has_area, boxes, anchors)  # an empty slot has no area and no logarithm; it is not learned
        return _of_batch(encode_boxes)(boxes, anchors, variance)

    return encode


def _negatives(hard_negatives: Function) -> Function:
    def negatives(losses, positives, _, ratio):
        pairs = zip(convert_to_numpy(losses), convert_to_numpy(positives))
        return np.stack([hard_negatives(*pair, int(ratio)) for pair in pairs])

    return negatives


def _suppress(nms_per_class: Function) -> Function:
    def suppress(boxes, scores, classes, iou_threshold, max_outputs, score_threshold):
        boxes, scores, classes = map(convert_to_numpy, (boxes, scores, classes))
        kept, valid = (np.zeros((len(boxes), max_outputs), kind) for kind in ("int32", "bool"))
        for number in range(len(boxes)):
            sure = np.flatnonzero(scores[number] > score_threshold)
            arrays = (array[number][sure] for array in (boxes, scores, classes))
            best = sure[nms_per_class(*arrays, iou_threshold)][:max_outputs]
            kept[number, : len(best)], valid[number, : len(best)] = best, True
        return kept, valid

    return suppress
