"""RoIAlign: a fixed number of features from each region, by bilinear interpolation, without rounding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from keras import ops

from course.detection.boxes import Tensor


def roi_align(
    features: Tensor, boxes: Tensor, size: int, stride: float, samples: int = 2, aligned: bool = True
) -> Tensor:
    """Cut ``size × size`` bins from each box and average ``samples × samples`` interpolated values in each.

    A feature map's value at row ``i`` stands for the centre of the pixels it covers, ``(i + 0.5) * stride``. A place
    ``y`` of the image therefore lies at ``y / stride - 0.5`` on the map. Leaving the half out (``aligned=False``, as
    the first implementations did) moves everything by half a cell, and a mask with it.

    On a map that is linear in x and y the result is exact: each bin holds the value at its centre.

    Args:
        features: ``(B, H, W, C)``.
        boxes: ``(B, R, 4)`` xyxy in pixels of the image.
        size: Bins a side.
        stride: Pixels of the image between neighbouring cells of the map.
        samples: Sampling points a bin and side. torchvision's and detectron2's default chooses the number by the
            box's size, which would make shapes depend on values; 2 is what the paper uses.
        aligned: Whether the half cell is taken into account.

    Returns:
        ``(B, R, size, size, C)`` in the dtype of ``features``. Points more than one cell outside the map count as 0;
        those within one cell take the border's value.

    Reference:
        He et al., Mask R-CNN, 2017, section 3.
    """
    levels = ops.zeros(ops.shape(boxes)[:2], "int32")
    return pyramid_roi_align([features], boxes, levels, size, [stride], samples, aligned)


def pyramid_roi_align(
    features: Sequence[Tensor],
    boxes: Tensor,
    levels: Tensor,
    size: int,
    strides: Sequence[float],
    samples: int = 2,
    aligned: bool = True,
) -> Tensor:
    """Do :func:`roi_align` with each box on its own level of a pyramid, all in one gather.

    Args:
        features: One ``(B, H, W, C)`` a level, with equal C.
        boxes: ``(B, R, 4)`` xyxy in pixels of the image.
        levels: ``(B, R)`` int, the place in ``features`` of each box's level.
        size: Bins a side.
        strides: Stride of each level.
        samples: Sampling points a bin and side.
        aligned: Whether the half cell is taken into account.

    Returns:
        ``(B, R, size, size, C)`` in the dtype of ``features``.
    """
    shapes = [tuple(level.shape[1:3]) for level in features]
    channels = features[0].shape[3]
    heights, widths, scales, starts = _of_levels(shapes, strides, levels)

    boxes = ops.cast(boxes, "float32") * scales[..., None] - (0.5 if aligned else 0.0)  # [B, R, 4]
    points = size * samples
    y_low, y_high, y_weight, y_inside = axis_points(boxes[..., 1], boxes[..., 3], heights, points, aligned)
    x_low, x_high, x_weight, x_inside = axis_points(boxes[..., 0], boxes[..., 2], widths, points, aligned)

    flat = ops.concatenate([ops.reshape(level, (-1, h * w, channels)) for level, (h, w) in zip(features, shapes)], 1)
    cells = sum(h * w for h, w in shapes)
    images = ops.arange(ops.shape(flat)[0], dtype="int32") * cells  # [B]
    starts = (starts + images[:, None])[..., None, None]  # [B, R, 1, 1]
    flat = ops.reshape(flat, (-1, channels))
    columns = ops.cast(widths, "int32")[..., None, None]

    def corner(rows: Tensor, weights_y: Tensor, across: Tensor, weights_x: Tensor) -> Tensor:
        places = starts + rows[..., :, None] * columns + across[..., None, :]  # [B, R, P, P]
        weights = ops.cast(weights_y[..., :, None] * weights_x[..., None, :], flat.dtype)
        return ops.take(flat, places, axis=0) * weights[..., None]

    y_low_weight, y_high_weight = (1 - y_weight) * y_inside, y_weight * y_inside
    x_low_weight, x_high_weight = (1 - x_weight) * x_inside, x_weight * x_inside
    values = (
        corner(y_low, y_low_weight, x_low, x_low_weight)
        + corner(y_low, y_low_weight, x_high, x_high_weight)
        + corner(y_high, y_high_weight, x_low, x_low_weight)
        + corner(y_high, y_high_weight, x_high, x_high_weight)
    )
    rois = boxes.shape[1]
    return ops.mean(ops.reshape(values, (-1, rois, size, samples, size, samples, channels)), axis=(3, 5))


def _of_levels(
    shapes: Sequence[tuple[int, int]], strides: Sequence[float], levels: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return rows, columns, cells a pixel, and the place of the first cell of each box's level, each (B, R)."""
    starts = np.cumsum([0] + [h * w for h, w in shapes[:-1]]).astype("int32")
    heights, widths = np.array(shapes, "float32").T
    tables = heights, widths, 1 / np.array(strides, "float32"), starts
    return tuple(ops.take(ops.convert_to_tensor(table), levels, axis=0) for table in tables)


def axis_points(
    start: Tensor, stop: Tensor, length: Tensor, points: int, aligned: bool = True
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the sampling points of each box along one axis.

    Args:
        start: ``(B, R)`` first coordinate on the map.
        stop: ``(B, R)`` second coordinate.
        length: ``(B, R)`` cells of the map along this axis.
        points: Points to place in the middles of as many equal parts.
        aligned: Without it a box is at least one cell long, as the first implementations had it.

    Returns:
        Four ``(B, R, points)``: the cells below and above (int32), the weight of the upper one, and 1.0 where the point
        lies on the map (0.0 where it does not).
    """
    extent = stop - start if aligned else ops.maximum(stop - start, 1.0)
    middles = (np.arange(points, dtype="float32") + 0.5) / points
    places = start[..., None] + extent[..., None] * middles
    length = length[..., None]
    inside = ops.cast(ops.logical_and(places >= -1, places <= length), "float32")
    places = ops.where(inside > 0, ops.clip(places, 0.0, length - 1), 0.0)  # NaN is outside too
    low = ops.floor(places)
    high = ops.minimum(low + 1, length - 1)
    return ops.cast(low, "int32"), ops.cast(high, "int32"), places - low, inside
