"""RoIAlign: a fixed number of features from each region, by bilinear interpolation, without rounding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from keras import ops

from course.detection.boxes import Tensor


def roi_align(
    features: Tensor, boxes: Tensor, output_size: int, stride: float, sampling_ratio: int = 2, aligned: bool = True
) -> Tensor:
    """Cut each box into ``output_size × output_size`` bins and average a few interpolated values in each.

    A feature map's value at row ``i`` stands for the centre of the pixels it covers, ``(i + 0.5) * stride``. A place
    ``y`` of the image therefore lies at ``y / stride - 0.5`` on the map. Leaving the half out (``aligned=False``, as
    the first implementations did) moves everything by half a cell, and a mask with it.

    On a map that is linear in x and y the result is exact: each bin holds the value at its centre.

    Args:
        features: ``(B, H, W, C)``.
        boxes: ``(B, R, 4)`` xyxy in pixels of the image.
        output_size: Bins per side.
        stride: Pixels of the image between neighbouring cells of the map.
        sampling_ratio: Sampling points per bin and side. torchvision's and detectron2's default chooses the number by
            the box's size, which would make shapes depend on values; 2 is what the paper uses.
        aligned: Whether the half cell is taken into account.

    Returns:
        ``(B, R, output_size, output_size, C)`` in the dtype of ``features``. Points more than one cell outside the map
        count as 0; those within one cell take the border's value.

    Example:
        The cells of this map hold their own column; a box over columns 1 and 2 has its two bins there.

        >>> features = np.broadcast_to(np.arange(4.0, dtype="float32")[:, None], (1, 4, 4, 1))
        >>> bins = roi_align(features, np.array([[[1.0, 0, 3, 2]]]), output_size=2, stride=1)
        >>> ops.convert_to_numpy(bins)[0, 0, :, :, 0].tolist()
        [[1.0, 2.0], [1.0, 2.0]]

    Reference:
        He et al., Mask R-CNN, 2017, section 3.
    """
    levels = ops.zeros(ops.shape(boxes)[:2], "int32")  # [B, R]
    return pyramid_roi_align([features], boxes, levels, output_size, [stride], sampling_ratio, aligned)


def pyramid_roi_align(
    features: Sequence[Tensor],
    boxes: Tensor,
    levels: Tensor,
    output_size: int,
    strides: Sequence[float],
    sampling_ratio: int = 2,
    aligned: bool = True,
) -> Tensor:
    """Do :func:`roi_align` with each box on its own level of a pyramid.

    Args:
        features: One ``(B, H, W, C)`` per level, with equal C.
        boxes: ``(B, R, 4)`` xyxy in pixels of the image.
        levels: ``(B, R)`` int, the place in ``features`` of each box's level.
        output_size: Bins per side.
        strides: Stride of each level.
        sampling_ratio: Sampling points per bin and side.
        aligned: Whether the half cell is taken into account.

    Returns:
        ``(B, R, output_size, output_size, C)`` in the dtype of ``features``.
    """
    features = [ops.convert_to_tensor(level) for level in features]
    boxes = ops.cast(boxes, "float32")
    cells = sum(height * width for height, width in _sizes(features))
    read = _whole_maps if cells <= (2 * output_size * sampling_ratio) ** 2 else _gathered
    return read(features, boxes, levels, output_size, strides, sampling_ratio, aligned)


def _sizes(features: Sequence[Tensor]) -> list[tuple[int, int]]:
    """Return rows and columns of each level."""
    return [tuple(level.shape[1:3]) for level in features]


def _whole_maps(
    features: Sequence[Tensor],
    boxes: Tensor,
    levels: Tensor,
    output_size: int,
    strides: Sequence[float],
    sampling_ratio: int,
    aligned: bool,
) -> Tensor:
    """Weigh every cell of the maps for every bin: two matrix products, best where the maps are small.

    S is the number of bins per side.
    """
    total = 0.0
    for place, (level, stride) in enumerate(zip(features, strides)):
        height, width, channels = level.shape[1:]
        on_map = boxes / stride - (0.5 if aligned else 0.0)  # [B, R, 4]
        here = ops.cast(levels == place, "float32")[..., None, None]  # [B, R, 1, 1]
        down, across = (
            _weights_of_cells(on_map[..., axis], on_map[..., axis + 2], length, output_size, sampling_ratio, aligned)
            for axis, length in ((1, height), (0, width))
        )  # [B, R, S, H] and [B, R, S, W]
        regions = boxes.shape[1]
        down = ops.reshape(ops.cast(down * here, level.dtype), (-1, regions * output_size, height))  # [B, R·S, H]
        rows = ops.matmul(down, ops.reshape(level, (-1, height, width * channels)))  # [B, R·S, W·C]
        rows = ops.reshape(rows, (-1, regions, output_size, width, channels))  # [B, R, S, W, C]
        total = total + ops.matmul(ops.cast(across, level.dtype)[:, :, None], rows)  # [B, R, S, S, C]
    return total


def _weights_of_cells(
    start: Tensor, stop: Tensor, length: int, output_size: int, sampling_ratio: int, aligned: bool
) -> Tensor:
    """Return how much of each cell along one axis each bin takes, ``(B, R, output_size, length)``."""
    points = output_size * sampling_ratio
    low, high, weight, inside = axis_points(start, stop, ops.full_like(start, float(length)), points, aligned)
    cells = np.arange(length, dtype="int32")
    weights = ops.where(low[..., None] == cells, ((1 - weight) * inside)[..., None], 0.0)  # [B, R, P, length]
    weights = weights + ops.where(high[..., None] == cells, (weight * inside)[..., None], 0.0)
    return ops.mean(ops.reshape(weights, (-1, start.shape[1], output_size, sampling_ratio, length)), axis=3)


def _gathered(
    features: Sequence[Tensor],
    boxes: Tensor,
    levels: Tensor,
    output_size: int,
    strides: Sequence[float],
    sampling_ratio: int,
    aligned: bool,
) -> Tensor:
    """Gather the cells around each sampling point, of all levels at once, and weigh them: best where maps are large.

    S is the number of bins per side, P the number of sampling points per side.
    """
    shapes = _sizes(features)
    channels, regions = features[0].shape[3], boxes.shape[1]
    heights, widths, scales, starts = _of_levels(shapes, strides, levels)  # [B, R] each
    on_map = boxes * scales[..., None] - (0.5 if aligned else 0.0)  # [B, R, 4]
    points = output_size * sampling_ratio
    y, down = _cells_of_points(axis_points(on_map[..., 1], on_map[..., 3], heights, points, aligned), output_size)
    x, across = _cells_of_points(axis_points(on_map[..., 0], on_map[..., 2], widths, points, aligned), output_size)

    flat = ops.concatenate([ops.reshape(level, (-1, h * w, channels)) for level, (h, w) in zip(features, shapes)], 1)
    images = ops.arange(ops.shape(flat)[0], dtype="int32")[:, None] * sum(h * w for h, w in shapes)  # [B, 1]
    columns = ops.cast(widths, "int32")[..., None, None]  # [B, R, 1, 1]
    places = (starts + images)[..., None, None] + y[..., :, None] * columns + x[..., None, :]  # [B, R, 2P, 2P]
    values = ops.take(ops.reshape(flat, (-1, channels)), places, axis=0)  # [B, R, 2P, 2P, C]

    values = ops.reshape(values, (-1, regions, 2 * points, 2 * points * channels))
    rows = ops.matmul(ops.cast(down, flat.dtype), values)  # [B, R, S, 2P·C]
    rows = ops.reshape(rows, (-1, regions, output_size, 2 * points, channels))  # [B, R, S, 2P, C]
    return ops.matmul(ops.cast(across, flat.dtype)[:, :, None], rows)  # [B, R, S, S, C]


def _cells_of_points(points: tuple[Tensor, Tensor, Tensor, Tensor], output_size: int) -> tuple[Tensor, Tensor]:
    """Return the two cells of each sampling point, ``(B, R, 2P)``, and their weights in bins, ``(B, R, S, 2P)``."""
    low, high, weight, inside = points  # [B, R, P] each
    sampling_ratio = low.shape[2] // output_size
    weights = ops.concatenate([(1 - weight) * inside, weight * inside], axis=2) / sampling_ratio  # [B, R, 2P]
    is_of_bin = np.tile(np.repeat(np.eye(output_size, dtype="float32"), sampling_ratio, axis=1), 2)  # [S, 2P]
    return ops.concatenate([low, high], axis=2), weights[:, :, None] * is_of_bin


def _of_levels(
    shapes: Sequence[tuple[int, int]], strides: Sequence[float], levels: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return rows, columns, cells per pixel, and the place of the first cell of each box's level, each ``(B, R)``."""
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
        points: Number of points, in the middles of as many equal parts of the box.
        aligned: Without it a box is at least one cell long, as the first implementations had it.

    Returns:
        Four ``(B, R, points)``: the cells below and above (int32), the weight of the upper one, and 1.0 where the point
        lies on the map (0.0 where it does not).
    """
    extent = stop - start if aligned else ops.maximum(stop - start, 1.0)  # [B, R]
    middles = (np.arange(points, dtype="float32") + 0.5) / points  # [P]
    places = start[..., None] + extent[..., None] * middles  # [B, R, P]
    length = length[..., None]  # [B, R, 1]
    inside = ops.cast(ops.logical_and(places >= -1, places <= length), "float32")
    places = ops.where(inside > 0, ops.clip(places, 0.0, length - 1), 0.0)  # NaN is outside too
    low = ops.floor(places)
    high = ops.minimum(low + 1, length - 1)
    return ops.cast(low, "int32"), ops.cast(high, "int32"), places - low, inside
