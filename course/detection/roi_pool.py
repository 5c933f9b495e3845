"""RoIPool: the maximum of each bin of a region, with the borders rounded to whole cells."""

from __future__ import annotations

import math

import numpy as np
from keras import ops

from course.detection.boxes import Tensor


def roi_pool(features: Tensor, boxes: Tensor, output_size: int, stride: float) -> Tensor:
    """Cut each box into ``output_size × output_size`` bins and take the maximum in each.

    The box is rounded to whole cells of the map, both ends included, and clipped to the map. Each bin is rounded
    outwards to whole cells, so that neighbouring bins share cells. RoIAlign avoids the shift that this causes.

    Args:
        features: ``(B, H, W, C)``.
        boxes: ``(B, R, 4)`` xyxy in pixels of the image.
        output_size: Bins per side.
        stride: Pixels of the image between neighbouring cells of the map.

    Returns:
        ``(B, R, output_size, output_size, C)`` in the dtype of ``features``. All 0 for a box outside the map.

    Example:
        The cells of this map hold their own column. The box covers columns 1 to 3, and both bins see column 2.

        >>> features = np.broadcast_to(np.arange(4.0, dtype="float32")[:, None], (1, 4, 4, 1))
        >>> bins = roi_pool(features, np.array([[[1.0, 0, 3, 1]]]), output_size=2, stride=1)
        >>> ops.convert_to_numpy(bins)[0, 0, :, :, 0].tolist()
        [[2.0, 3.0], [2.0, 3.0]]

    Reference:
        Girshick, Fast R-CNN, 2015, section 2.1; rounding as in torchvision's ``roi_pool``.
    """
    height, width, channels = features.shape[1:]
    rois = boxes.shape[1]
    cells = ops.floor(ops.cast(boxes, "float32") / stride + 0.5)  # [B, R, 4], halves go up
    rows, rows_inside = _bins(cells[..., 1], cells[..., 3], output_size, height)  # [B, R, S, K]
    columns, columns_inside = _bins(cells[..., 0], cells[..., 2], output_size, width)

    images = ops.arange(ops.shape(features)[0], dtype="int32")[:, None, None, None] * height
    lines = ops.take(ops.reshape(features, (-1, width, channels)), images + rows, axis=0)  # [B, R, S, K, W, C]
    lines = _maximum(lines, rows_inside[..., None, None], axis=3)  # [B, R, S, W, C]
    lines = ops.reshape(ops.transpose(lines, (0, 1, 3, 2, 4)), (-1, output_size, channels))  # [B·R·W, S, C]
    starts = ops.reshape(ops.arange(ops.shape(features)[0] * rois, dtype="int32") * width, (-1, rois, 1, 1))
    bins = ops.take(lines, starts + columns, axis=0)  # [B, R, S, K, S, C]
    bins = ops.transpose(_maximum(bins, columns_inside[..., None, None], axis=3), (0, 1, 3, 2, 4))
    return ops.where(ops.isfinite(bins), bins, ops.zeros_like(bins))  # a bin without cells


def _maximum(values: Tensor, inside: Tensor, axis: int) -> Tensor:
    return ops.max(ops.where(inside, values, ops.cast(-math.inf, values.dtype)), axis=axis)


def _bins(first: Tensor, last: Tensor, size: int, length: int) -> tuple[Tensor, Tensor]:
    """Return the cells of each bin along one axis.

    Args:
        first: ``(B, R)`` the box's first cell.
        last: ``(B, R)`` the box's last cell, which belongs to it.
        size: Number of bins.
        length: Cells of the map.

    Returns:
        ``(B, R, size, K)`` int32 places on the map, and which of them belong to the bin.
    """
    first, last = ops.clip(first, 0, length)[..., None], ops.clip(last, -1, length - 1)[..., None]  # [B, R, 1]
    extent = (last - first + 1) / size  # not positive if the box lies outside the map, or is not a number
    bins = np.arange(size, dtype="float32")
    begin, end = first + ops.floor(bins * extent), first + ops.ceil((bins + 1) * extent)
    places = begin[..., None] + np.arange(math.ceil(length / size) + 1, dtype="float32")
    inside = ops.logical_and(places < end[..., None], extent[..., None] > 0)
    return ops.cast(ops.where(inside, places, 0.0), "int32"), inside
