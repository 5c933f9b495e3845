"""Anchors: the boxes of a few sizes and shapes, at every place of a feature map, that a detector starts from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def base_anchors(sizes: Sequence[float], ratios: Sequence[float]) -> np.ndarray:
    """Return the anchors of one place, centred at the origin.

    An anchor of size ``s`` and ratio ``r`` has the area ``s²`` and is ``r`` times as high as wide.

    Args:
        sizes: Square roots of the areas, in pixels.
        ratios: Height over width.

    Returns:
        ``(len(sizes) * len(ratios), 4)`` float32 xyxy; the ratios change fastest.

    Raises:
        ValueError: There are no sizes or ratios, or one is not positive.

    Example:
        >>> base_anchors([32], [0.25, 4]).tolist()
        [[-32.0, -8.0, 32.0, 8.0], [-8.0, -32.0, 8.0, 32.0]]
    """
    if not len(sizes) or not len(ratios) or min(*sizes, *ratios) <= 0:
        raise ValueError(f"anchors need positive sizes and ratios, got sizes={sizes} and ratios={ratios}")
    size, ratio = np.meshgrid(sizes, ratios, indexing="ij")
    half_width, half_height = size / np.sqrt(ratio) / 2, size * np.sqrt(ratio) / 2  # [sizes, ratios]
    return np.stack([-half_width, -half_height, half_width, half_height], axis=-1).reshape(-1, 4).astype("float32")


def make_anchors(
    height: int, width: int, stride: float, sizes: Sequence[float], ratios: Sequence[float], offset: float = 0.5
) -> np.ndarray:
    """Return the anchors of a feature map, at the centre of each of its cells.

    Args:
        height: Rows of the feature map.
        width: Columns of the feature map.
        stride: Pixels of the image between neighbouring cells.
        sizes: See :func:`base_anchors`.
        ratios: See :func:`base_anchors`.
        offset: Where in a cell its anchors are centred: 0.5 is the middle of the pixels it stands for. 0 is the corner,
            which torchvision uses and which is detectron2's default.

    Returns:
        ``(height * width * len(sizes) * len(ratios), 4)`` float32 xyxy in pixels of the image, row by row, cell by
        cell: the order in which a convolution's ``(height, width, anchors * k)`` output reshapes to ``(-1, k)``.

    Example:
        >>> make_anchors(1, 2, stride=8, sizes=[4], ratios=[1]).tolist()
        [[2.0, 2.0, 6.0, 6.0], [10.0, 2.0, 14.0, 6.0]]
    """
    y, x = np.meshgrid((np.arange(height) + offset) * stride, (np.arange(width) + offset) * stride, indexing="ij")
    centres = np.stack([x, y, x, y], axis=-1).astype("float32")  # [H, W, 4]
    anchors = centres[:, :, np.newaxis] + base_anchors(sizes, ratios)  # [H, W, A, 4]
    return anchors.reshape(-1, 4)


def pyramid_anchors(
    shapes: Sequence[tuple[int, int]], strides: Sequence[int], sizes: Sequence[Sequence[float]], ratios: Sequence[float]
) -> list[np.ndarray]:
    """Return the anchors of each level of a pyramid.

    Args:
        shapes: Rows and columns of each level.
        strides: Stride of each level.
        sizes: Sizes of the anchors of each level.
        ratios: Ratios, the same on all levels.

    Returns:
        One array per level, as :func:`make_anchors` gives it.

    Raises:
        ValueError: The three do not have one entry per level.
    """
    if not len(shapes) == len(strides) == len(sizes):
        raise ValueError(f"{len(shapes)} levels, but {len(strides)} strides and {len(sizes)} lists of anchor sizes")
    levels = zip(shapes, strides, sizes)
    return [make_anchors(*shape, stride, level_sizes, ratios) for shape, stride, level_sizes in levels]
