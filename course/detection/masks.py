"""Masks: what a region's mask is to look like, and how a small mask is pasted into the image."""

from __future__ import annotations

import numpy as np
from keras import ops

from course.detection.boxes import Tensor
from course.detection.roi_align import axis_points

SAMPLES = 2  # sampling points per side of each pixel of a mask's target


def mask_targets(instances: Tensor, boxes: Tensor, objects: Tensor, size: int) -> Tensor:
    """Cut each region's object out of a map of instances, as RoIAlign would out of the object's own mask.

    Args:
        instances: ``(B, H, W)`` int; at a pixel of the object in slot ``k`` stands ``k + 1``, elsewhere 0.
        boxes: ``(B, R, 4)`` regions, xyxy in pixels.
        objects: ``(B, R)`` int32, the slot of each region's object.
        size: Pixels per side of a target.

    Returns:
        ``(B, R, size, size)`` float32: the share of each pixel that the object covers, 0 to 1.
    """
    height, width = instances.shape[1:3]
    boxes = ops.cast(boxes, "float32") - 0.5  # to where a pixel's value is known: its centre
    lengths = [ops.full_like(boxes[..., 0], float(length)) for length in (height, width)]
    points = size * SAMPLES
    y_low, y_high, y_weight, y_inside = axis_points(boxes[..., 1], boxes[..., 3], lengths[0], points)
    x_low, x_high, x_weight, x_inside = axis_points(boxes[..., 0], boxes[..., 2], lengths[1], points)
    flat = ops.reshape(ops.cast(instances, "int32"), (-1,))
    starts = (ops.arange(ops.shape(instances)[0], dtype="int32") * height * width)[:, None, None, None]
    wanted = objects[..., None, None] + 1

    def corner(rows: Tensor, weights_y: Tensor, columns: Tensor, weights_x: Tensor) -> Tensor:
        found = ops.take(flat, starts + rows[..., :, None] * width + columns[..., None, :], axis=0)
        return ops.cast(found == wanted, "float32") * weights_y[..., :, None] * weights_x[..., None, :]

    values = (
        corner(y_low, (1 - y_weight) * y_inside, x_low, (1 - x_weight) * x_inside)
        + corner(y_low, (1 - y_weight) * y_inside, x_high, x_weight * x_inside)
        + corner(y_high, y_weight * y_inside, x_low, (1 - x_weight) * x_inside)
        + corner(y_high, y_weight * y_inside, x_high, x_weight * x_inside)
    )  # [B, R, P, P]
    return ops.mean(ops.reshape(values, (-1, boxes.shape[1], size, SAMPLES, size, SAMPLES)), axis=(3, 5))


def paste_masks(
    masks: np.ndarray, boxes: np.ndarray, height: int, width: int, threshold: float | None = 0.5
) -> np.ndarray:
    """Stretch each small mask over its box in the image.

    The mask's pixel ``i`` is known at its centre, ``(i + 0.5) / size`` of the box. Between centres the values are
    interpolated; beyond the outermost centres they stay what they are there; outside the box the mask is empty.

    Args:
        masks: ``(N, size, size)`` probabilities.
        boxes: ``(N, 4)`` xyxy in pixels. A box without area gets an empty mask.
        height: Rows of the image.
        width: Columns of the image.
        threshold: A pixel belongs to the object from this probability on. None returns the probabilities.

    Returns:
        ``(N, height, width)`` bool, or float32 without threshold.

    Example:
        >>> paste_masks([[[1.0, 0.0]]], [[1, 0, 5, 1]], height=1, width=6).astype(int).tolist()
        [[[0, 1, 1, 0, 0, 0]]]
    """
    masks, boxes = np.asarray(masks, "float32"), np.asarray(boxes, "float32")
    pasted = np.zeros((len(masks), height, width), "float32" if threshold is None else bool)
    for whole, mask, (x1, y1, x2, y2) in zip(pasted, masks, boxes):
        rows, down = _stretch(y1, y2, height, mask.shape[0])
        columns, across = _stretch(x1, x2, width, mask.shape[1])
        values = down @ mask @ across.T  # [rows of the box, columns of the box]
        whole[rows, columns] = values if threshold is None else values >= threshold
    return pasted


def _stretch(start: float, stop: float, length: int, size: int) -> tuple[slice, np.ndarray]:
    """Return which pixels along an axis have their centre in the box, and the weights that interpolate a mask at them.

    Args:
        start: Where the box begins.
        stop: Where it ends.
        length: Pixels of the image.
        size: Pixels of the mask.

    Returns:
        The pixels, and ``(pixels, size)`` float32 weights.
    """
    if not (np.isfinite([start, stop]).all() and stop > start):
        return slice(0), np.zeros((0, size), "float32")
    first, last = np.clip([np.ceil(start - 0.5), np.floor(stop - 0.5) + 1], 0, length).astype(int)
    centres = np.arange(first, last, dtype="float32") + 0.5
    places = np.clip((centres - start) / (stop - start) * size - 0.5, 0, size - 1)  # in pixels of the mask
    weights = np.maximum(1 - np.abs(places[:, np.newaxis] - np.arange(size, dtype="float32")), 0)
    return slice(first, last), weights.astype("float32")


def masks_of_instances(instances: np.ndarray, slots: int) -> np.ndarray:
    """Return the mask of each slot: ``(H, W)`` int map of instances → ``(slots, H, W)`` bool.

    Example:
        >>> masks_of_instances([[0, 1, 2]], slots=2).astype(int).tolist()
        [[[0, 1, 0]], [[0, 0, 1]]]
    """
    return np.asarray(instances) == np.arange(1, slots + 1).reshape(-1, 1, 1)


def instances_of_masks(masks: np.ndarray) -> np.ndarray:
    """Return a map of instances; where masks overlap, the later one is on top.

    Args:
        masks: ``(N, H, W)``, not zero where the object is.

    Returns:
        ``(H, W)`` int32: ``k + 1`` on the object in slot ``k``, 0 elsewhere.

    Example:
        >>> instances_of_masks([[[1, 1, 0]], [[0, 1, 0]]]).tolist()
        [[1, 2, 0]]
    """
    masks = np.asarray(masks) != 0
    instances = np.zeros(masks.shape[1:], "int32")
    for slot, mask in enumerate(masks):
        instances[mask] = slot + 1
    return instances
