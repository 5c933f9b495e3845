"""The feature pyramid: maps of several strides, each with the meaning of the coarsest and the detail of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import keras
from keras import layers, ops

from course.detection.boxes import Tensor, area

CANONICAL_SIZE, CANONICAL_STRIDE = 224, 16  # a box of ImageNet's size belongs where ResNet's C4 is


def build_pyramid(
    shapes: Sequence[tuple[int, int, int]], channels: int = 256, extra: bool = True, name: str = "pyramid"
) -> keras.Model:
    """Return a feature pyramid network.

    Each map gets a 1×1 convolution; from the coarsest down, the map above is doubled in size (nearest) and added; a
    3×3 convolution ends each level. With ``extra``, every second value of the coarsest makes one level more.

    Args:
        shapes: ``(H, W, C)`` of the backbone's maps, finest first, each half as large as the one before.
        channels: Channels of all levels.
        extra: Whether to add a coarser level, which only the RPN uses.
        name: Name of the model.

    Returns:
        A model from the list of maps to the list of levels, finest first.

    Raises:
        ValueError: A map is not half as large as the one before.

    Reference:
        Lin et al., Feature Pyramid Networks for Object Detection, 2017, section 3.
    """
    for finer, coarser in pairwise(shapes):
        if tuple(finer[:2]) != (2 * coarser[0], 2 * coarser[1]):
            raise ValueError(
                f"a pyramid's maps halve from level to level, but {finer[:2]} is followed by {coarser[:2]}"
            )
    inputs = [layers.Input(shape) for shape in shapes]
    laterals = [layers.Conv2D(channels, 1, name=f"lateral_{level}")(map_) for level, map_ in enumerate(inputs)]
    merged = [laterals[-1]]
    for lateral in reversed(laterals[:-1]):
        merged.insert(0, layers.Add()([lateral, layers.UpSampling2D(2)(merged[0])]))
    levels = [
        layers.Conv2D(channels, 3, padding="same", name=f"output_{level}")(map_) for level, map_ in enumerate(merged)
    ]
    if extra:
        levels.append(layers.MaxPooling2D(1, strides=2, padding="same", name="extra")(levels[-1]))
    return keras.Model(inputs, levels, name=name)


def assign_levels(
    boxes: Tensor,
    strides: Sequence[int],
    canonical_size: float = CANONICAL_SIZE,
    canonical_stride: float = CANONICAL_STRIDE,
) -> Tensor:
    """Return the level of a pyramid on which each box is looked at: the larger the box, the coarser the map.

    A box of ``canonical_size`` goes to the level of ``canonical_stride``, one of twice that size to the next.

    Args:
        boxes: ``(..., 4)`` xyxy in pixels.
        strides: Strides of the levels, finest first, each twice the one before.
        canonical_size: Square root of an area, in pixels.
        canonical_stride: Stride of the level on which such a box is looked at.

    Returns:
        ``(...)`` int32, a place in ``strides``; boxes too small or too large go to the first or last.

    Example:
        >>> boxes = ops.array([[0.0, 0, 112, 112], [0, 0, 224, 224], [0, 0, 3000, 3000]])
        >>> ops.convert_to_numpy(assign_levels(boxes, strides=(4, 8, 16, 32))).tolist()
        [1, 2, 3]

    Reference:
        Lin et al., 2017, equation 1.
    """
    size = ops.sqrt(ops.maximum(area(boxes), 1e-6))  # [...]
    offset = math.log2(canonical_stride / strides[0])
    levels = ops.floor(offset + ops.log2(size / canonical_size) + 1e-6)
    levels = ops.clip(ops.where(ops.isfinite(levels), levels, 0.0), 0, len(strides) - 1)
    return ops.cast(levels, "int32")
