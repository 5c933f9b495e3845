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
    """Do :func:`roi_align` with each box on its own level of a pyramid.

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
    cells = sum(height * width for height, width in shapes)
    read = _whole_maps if cells <= (2 * size * samples) ** 2 else _gathered
    return read(features, shapes, boxes, levels, size, strides, samples, aligned)


def _whole_maps(
    features: Sequence[Tensor],
    shapes: Sequence[tuple[int, int]],
    boxes: Tensor,
    levels: Tensor,
    size: int,
    strides: Sequence[float],
    samples: int,
    aligned: bool,
) -> Tensor:
    """Weigh every cell of the maps for every bin: two matrix products, best where the maps are small."""
    total = 0.0
    for place, (level, (height, width), stride) in enumerate(zip(features, shapes, strides)):
        of_level = ops.cast(boxes, "float32") / stride - (0.5 if aligned else 0.0)
        here = ops.cast(levels == place, "float32")[..., None, None]
        down, across = (
            _weights_of_cells(of_level[..., axis], of_level[..., axis + 2], length, size, samples, aligned)
            for axis, length in ((1, height), (0, width))
        )  # [B, R, S, H] and [B, R, S, W]
        channels, regions = level.shape[3], boxes.shape[1]
        down = ops.reshape(ops.cast(down * here, level.dtype), (-1, regions * size, height))
        rows = ops.matmul(down, ops.reshape(level, (-1, height, width * channels)))
        rows = ops.reshape(rows, (-1, regions, size, width, channels))
        total = total + ops.matmul(ops.cast(across, level.dtype)[:, :, None], rows)
    return total


def _weights_of_cells(start: Tensor, stop: Tensor, length: int, size: int, samples: int, aligned: bool) -> Tensor:
    """Return how much of each cell along one axis each bin takes, ``(B, R, size, length)``."""
    low, high, weight, inside = axis_points(start, stop, ops.full_like(start, float(length)), size * samples, aligned)
    cells = np.arange(length, dtype="int32")
    weights = ops.where(low[..., None] == cells, ((1 - weight) * inside)[..., None], 0.0)  # [B, R, P, length]
    weights = weights + ops.where(high[..., None] == cells, (weight * inside)[..., None], 0.0)
    return ops.mean(ops.reshape(weights, (-1, start.shape[1], size, samples, length)), axis=3)


def _gathered(
    features: Sequence[Tensor],
    shapes: Sequence[tuple[int, int]],
    boxes: Tensor,
    levels: Tensor,
    size: int,
    strides: Sequence[float],
    samples: int,
    aligned: bool,
) -> Tensor:
    """Gather the cells around each sampling point, of all levels at once, and weigh them: best where maps are large."""
    channels, regions = features[0].shape[3], boxes.shape[1]
    heights, widths, scales, starts = _of_levels(shapes, strides, levels)
    boxes = ops.cast(boxes, "float32") * scales[..., None] - (0.5 if aligned else 0.0)  # [B, R, 4]
    points = size * samples
    y, down = _cells_of_points(axis_points(boxes[..., 1], boxes[..., 3], heights, points, aligned), size)
    x, across = _cells_of_points(axis_points(boxes[..., 0], boxes[..., 2], widths, points, aligned), size)

    flat = ops.concatenate([ops.reshape(level, (-1, h * w, channels)) for level, (h, w) in zip(features, shapes)], 1)
    images = ops.arange(ops.shape(flat)[0], dtype="int32")[:, None] * sum(h * w for h, w in shapes)  # [B, 1]
    columns = ops.cast(widths, "int32")[..., None, None]
    places = (starts + images)[..., None, None] + y[..., :, None] * columns + x[..., None, :]  # [B, R, 2P, 2P]
    values = ops.take(ops.reshape(flat, (-1, channels)), places, axis=0)  # [B, R, 2P, 2P, C]

    values = ops.reshape(values, (-1, regions, 2 * points, 2 * points * channels))
    rows = ops.reshape(ops.matmul(ops.cast(down, flat.dtype), values), (-1, regions, size, 2 * points, channels))
    return ops.matmul(ops.cast(across, flat.dtype)[:, :, None], rows)


def _cells_of_points(points: tuple[Tensor, Tensor, Tensor, Tensor], size: int) -> tuple[Tensor, Tensor]:
    """Return the two cells of each sampling point, ``(B, R, 2P)``, and their weights in bins, ``(B, R, size, 2P)``."""
    low, high, weight, inside = points
    samples = low.shape[2] // size
    weights = ops.concatenate([(1 - weight) * inside, weight * inside], axis=2) / samples
    bins = np.tile(np.repeat(np.eye(size, dtype="float32"), samples, axis=1), 2)  # [size, 2P]: which point is whose
    return ops.concatenate([low, high], axis=2), weights[:, :, None] * bins


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
