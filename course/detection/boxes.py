"""Boxes: ``xyxy`` in pixels, areas, overlaps, clipping. Thin over :mod:`keras.utils.bounding_boxes`.

A box is ``[x1, y1, x2, y2]`` in pixels, x to the right and y down, with ``x1 <= x2`` and ``y1 <= y2``. Coordinates are
continuous: the pixel in column 0 covers ``0 … 1`` and its centre lies at 0.5, so the box around one pixel is
``[c, r, c + 1, r + 1]`` and a box's width is ``x2 - x1`` without a "+ 1".
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

Tensor = Any  # a tensor of the active backend, or what converts to one


def check_thresholds(**thresholds: float) -> None:
    """Return if each threshold can be an IoU or a probability.

    Raises:
        ValueError: One does not lie in 0 … 1; the message names it.

    Example:
        >>> check_thresholds(iou_threshold=50)
        Traceback (most recent call last):
        ValueError: iou_threshold must lie in 0 … 1, got 50
    """
    for name, threshold in thresholds.items():
        if not 0 <= threshold <= 1:
            raise ValueError(f"{name} must lie in 0 … 1, got {threshold}")


def iou(boxes1: Tensor, boxes2: Tensor) -> Tensor:
    """Return the intersection over union of every pair of boxes.

    A box without area overlaps nothing, itself neither: its row is zero.

    Args:
        boxes1: ``(N, 4)`` or ``(B, N, 4)``, xyxy in pixels.
        boxes2: ``(M, 4)`` or ``(B, M, 4)``.

    Returns:
        ``(N, M)``, or ``(B, N, M)`` if either is batched; float32, 0 to 1.

    Example:
        >>> overlaps = iou(np.array([[0.0, 0, 2, 2]]), np.array([[0.0, 0, 2, 2], [1, 0, 3, 2], [5, 5, 6, 6]]))
        >>> [round(float(overlap), 3) for overlap in overlaps[0]]
        [1.0, 0.333, 0.0]
    """
    return keras.utils.bounding_boxes.compute_iou(boxes1, boxes2, "xyxy")


def area(boxes: Tensor) -> Tensor:
    """Return the area of each box in square pixels: ``(..., 4)`` → ``(...)``. A box turned inside out has none.

    Example:
        >>> ops.convert_to_numpy(area(np.array([[1.0, 1, 4, 3], [4, 3, 1, 1]]))).tolist()
        [6.0, 0.0]
    """
    sides = ops.maximum(boxes[..., 2:] - boxes[..., :2], 0)  # [..., 2]
    return sides[..., 0] * sides[..., 1]


def clip_to_image(boxes: Tensor, height: int, width: int) -> Tensor:
    """Move the corners that lie outside the image to its border: ``(..., 4)`` → ``(..., 4)``.

    A box that lies wholly outside becomes one without area.

    Example:
        >>> ops.convert_to_numpy(clip_to_image(np.array([-5.0, 2, 50, 8]), height=10, width=20)).tolist()
        [0.0, 2.0, 20.0, 8.0]
    """
    limits = np.array([width, height, width, height], "float32")
    return ops.clip(ops.cast(boxes, "float32"), 0.0, limits)


def is_large(boxes: Tensor, side: float) -> Tensor:
    """Return which boxes are finite and at least ``side`` pixels wide and high: ``(..., 4)`` → ``(...)`` bool."""
    sides = boxes[..., 2:] - boxes[..., :2]  # [..., 2]
    return ops.logical_and(ops.all(sides >= side, axis=-1), ops.all(ops.isfinite(boxes), axis=-1))


def scale_boxes(boxes: np.ndarray, old: tuple[int, int], new: tuple[int, int]) -> np.ndarray:
    """Return the boxes of an image that was resized.

    Args:
        boxes: ``(..., 4)`` xyxy in pixels of the image before.
        old: Height and width before.
        new: Height and width after.

    Returns:
        ``(..., 4)`` float32, in pixels of the image after.

    Example:
        >>> scale_boxes([[10, 10, 20, 40]], old=(100, 200), new=(50, 200)).tolist()
        [[10.0, 5.0, 20.0, 20.0]]
    """
    factors = np.array([new[1] / old[1], new[0] / old[0]], "float32")
    return np.asarray(boxes, "float32") * np.tile(factors, 2)


def boxes_of_masks(masks: np.ndarray) -> np.ndarray:
    """Return the smallest box around each mask.

    Args:
        masks: ``(N, H, W)``; a pixel belongs to the object where it is not zero.

    Returns:
        ``(N, 4)`` float32; all zeros for an empty mask.

    Example:
        >>> boxes_of_masks([[[0, 0, 0], [0, 1, 1]]]).tolist()
        [[1.0, 1.0, 3.0, 2.0]]
    """
    masks = np.asarray(masks) != 0
    boxes = np.zeros((len(masks), 4), "float32")
    for index, mask in enumerate(masks):
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if len(rows):
            boxes[index] = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    return boxes
