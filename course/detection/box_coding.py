"""Box coding: a box as four numbers relative to an anchor, which a network can predict at any place and size.

Decoding undoes encoding: ``decode_boxes(encode_boxes(boxes, anchors), anchors)`` gives the boxes back. There are two
exceptions. A box more than 1000 / 16 = 62.5 times as wide or high as its anchor comes back with 62.5 times the anchor's
side around the same centre, because decoding clamps the logarithms. A box without area has no logarithm; it comes back
with sides of 10⁻⁸ of its anchor's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import keras
import numpy as np
from keras import ops

from course.detection.boxes import Tensor

RPN_VARIANCE = (1.0, 1.0, 1.0, 1.0)
BOX_VARIANCE = (0.1, 0.1, 0.2, 0.2)  # Fast R-CNN's targets have about unit variance after division by these
LARGEST_LOG = math.log(1000 / 16)  # decoding clamps to it, so that exp does not overflow; detectron2's number
FORMAT = "center_xywh"


def encode_boxes(boxes: Tensor, anchors: Tensor, variance: Sequence[float] = RPN_VARIANCE) -> Tensor:
    """Return the offsets that turn anchors into boxes; :func:`decode_boxes` undoes it.

    With centre (x, y), width w and height h: ``(x - xₐ) / wₐ, (y - yₐ) / hₐ, log(w / wₐ), log(h / hₐ)``, each
    divided by its variance.

    Args:
        boxes: ``(..., N, 4)`` xyxy in pixels. One without area is taken as very small.
        anchors: ``(N, 4)`` or the shape of ``boxes``.
        variance: Four divisors. torchvision and detectron2 write their reciprocals, as "weights" (10, 10, 5, 5).

    Returns:
        ``(..., N, 4)`` float32.

    Example:
        The box is twice as wide as the anchor (log 2 = 0.693), and its centre lies half a width to the right.

        >>> offsets = encode_boxes(np.array([[0.0, 0, 20, 10]]), np.array([[0.0, 0, 10, 10]]))
        >>> [round(float(offset), 3) for offset in offsets[0]]
        [0.5, 0.0, 0.693, 0.0]

    Reference:
        Girshick et al., R-CNN, 2014, appendix C.
    """
    return keras.utils.bounding_boxes.encode_box_to_deltas(
        anchors, boxes, "xyxy", "xyxy", encoding_format=FORMAT, variance=np.asarray(variance, "float32")
    )


def decode_boxes(deltas: Tensor, anchors: Tensor, variance: Sequence[float] = RPN_VARIANCE) -> Tensor:
    """Return the boxes that offsets describe; see :func:`encode_boxes`.

    Args:
        deltas: ``(..., N, 4)``. The logarithms are clamped to log(1000 / 16): no box is more than 62.5 times as wide or
            high as its anchor.
        anchors: ``(N, 4)`` or the shape of ``deltas``, xyxy in pixels.
        variance: Four factors.

    Returns:
        ``(..., N, 4)`` float32 xyxy in pixels.

    Example:
        >>> boxes = decode_boxes(np.array([[0.5, 0, np.log(2), 0]]), np.array([[0.0, 0, 10, 10]]))
        >>> ops.convert_to_numpy(boxes).round(3).tolist()
        [[0.0, 0.0, 20.0, 10.0]]
    """
    deltas = ops.cast(deltas, "float32") * np.asarray(variance, "float32")
    deltas = ops.concatenate([deltas[..., :2], ops.minimum(deltas[..., 2:], LARGEST_LOG)], axis=-1)
    return keras.utils.bounding_boxes.decode_deltas_to_boxes(anchors, deltas, "xyxy", "xyxy", encoded_format=FORMAT)
