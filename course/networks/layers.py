"""Layers and initialisers of dense prediction that Keras lacks, written with ``keras.ops`` for every backend.

Max pooling that remembers where each maximum was, and its inverse (SegNet); cropping to another map's size (FCN); the
initialisers that make an upsampling bilinear and a convolution the identity. All are channels last, (N, H, W, C).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from course.receptive_field.reads import ONE_TO_ONE, Transposed
from course.receptive_field.rules import Reads, other_axes, rule, windows

Shape = tuple[int | None, ...]


def _pair(name: str, value: int | Sequence[int]) -> tuple[int, int]:
    pair = (value, value) if isinstance(value, int) else tuple(value)
    if len(pair) != 2 or any(not isinstance(size, int) or size < 1 for size in pair):
        raise ValueError(f"{name} must be one or two whole numbers from 1 on, not {value!r}")
    return pair


def _refuse_overlap(pool_size: tuple[int, int], strides: tuple[int, int]) -> None:
    if strides != pool_size:
        reason = "overlap: one pixel may be the maximum of two, and unpooling would not know whose value to put there"
        if any(stride > size for stride, size in zip(strides, pool_size)):
            reason = "leave gaps: nothing says what belongs into them when the map is unpooled"
        raise ValueError(
            f"windows of {pool_size[0]} × {pool_size[1]} at stride {strides[0]} × {strides[1]} {reason}; "
            "the stride must be the window's size"
        )


class _Windows(keras.layers.Layer):
    """A layer that works on windows which lie side by side."""

    def __init__(
        self, pool_size: int | Sequence[int] = 2, strides: int | Sequence[int] | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.pool_size = _pair("pool_size", pool_size)
        _refuse_overlap(self.pool_size, self.pool_size if strides is None else _pair("strides", strides))

    def get_config(self) -> dict[str, Any]:
        """Return what :meth:`from_config` needs."""
        return super().get_config() | {"pool_size": self.pool_size}


@keras.saving.register_keras_serializable(package="course")
class MaxPool2DWithIndices(_Windows):
    """Max pooling that also says where in the map each maximum was.

    Windows do not overlap and lie inside the map: an odd last row or column is dropped, as ``"valid"`` pooling does. Of
    equal values the first one counts, row by row.

    Args:
        pool_size: Height and width of a window, in pixels: one number or two.
        strides: ``None``, or the same as ``pool_size``; anything else is refused.

    Input:
        (N, H, W, C) of a floating-point dtype.

    Output:
        A pair, each (N, H // height, W // width, C): the maxima, and int32 indices: ``row * W + column`` of each
        maximum in its own channel of the input.

    Raises:
        ValueError: If ``strides`` would make windows overlap or leave gaps.

    Reference:
        Badrinarayanan, Kendall, Cipolla: SegNet, arXiv:1511.00561, section 3.
    """

    def call(self, maps: Any) -> tuple[Any, Any]:
        height, width = self.pool_size
        rows, columns, channels = ops.shape(maps)[1] // height, ops.shape(maps)[2] // width, maps.shape[-1]
        inside = maps[:, : rows * height, : columns * width]
        in_windows = ops.reshape(inside, (-1, rows, height, columns, width, channels))
        in_windows = ops.transpose(in_windows, (0, 1, 3, 5, 2, 4))  # [N, rows, columns, C, height, width]
        in_windows = ops.reshape(in_windows, (-1, rows, columns, channels, height * width))
        place = ops.cast(ops.argmax(in_windows, axis=-1), "int32")  # [N, rows, columns, C], within the window
        row = ops.reshape(ops.arange(rows, dtype="int32"), (1, -1, 1, 1)) * height + place // width
        column = ops.reshape(ops.arange(columns, dtype="int32"), (1, 1, -1, 1)) * width + place % width
        return ops.max(in_windows, axis=-1), row * ops.shape(maps)[2] + column

    def compute_output_spec(self, maps: Any) -> tuple[keras.KerasTensor, keras.KerasTensor]:
        """Return shape and dtype of maxima and indices."""
        rows, columns = (size and size // taps for size, taps in zip(maps.shape[1:3], self.pool_size))
        shape = (maps.shape[0], rows, columns, maps.shape[3])
        return keras.KerasTensor(shape, dtype=maps.dtype), keras.KerasTensor(shape, dtype="int32")


@keras.saving.register_keras_serializable(package="course")
class MaxUnpool2D(_Windows):
    """The inverse of :class:`MaxPool2DWithIndices`: each value goes back to where its maximum was, zeros elsewhere.

    Args:
        pool_size: As of the pooling that is undone.
        strides: ``None``, or the same as ``pool_size``; anything else is refused.

    Input:
        Three maps: the values (N, h, w, C); the indices of the pooling, of the same shape; and any map of the size
        (N, H, W, …) that was pooled; only its size is used.

    Output:
        (N, H, W, C).

    Raises:
        ValueError: If ``strides`` would make windows overlap or leave gaps.

    Reference:
        Zeiler, Fergus: Visualizing and understanding convolutional networks, 2014; SegNet, arXiv:1511.00561.
    """

    def call(self, inputs: Sequence[Any]) -> Any:
        values, indices, pooled_map = inputs
        height, width = self.pool_size
        target_height, target_width = ops.shape(pooled_map)[1], ops.shape(pooled_map)[2]
        rows, columns = ops.shape(values)[1] * height, ops.shape(values)[2] * width
        values, indices = (
            ops.repeat(ops.repeat(maps, height, axis=1), width, axis=2) for maps in (values, ops.cast(indices, "int32"))
        )
        row = ops.reshape(ops.arange(rows, dtype="int32"), (1, -1, 1, 1))  # [1, rows, 1, 1]
        column = ops.reshape(ops.arange(columns, dtype="int32"), (1, 1, -1, 1))  # [1, 1, columns, 1]
        placed = ops.where(indices == row * target_width + column, values, ops.zeros_like(values))
        return ops.pad(placed, ((0, 0), (0, target_height - rows), (0, target_width - columns), (0, 0)))

    def compute_output_spec(self, inputs: Sequence[Any]) -> keras.KerasTensor:
        """Return shape and dtype of the unpooled map."""
        values, indices, pooled_map = inputs
        if tuple(values.shape[1:]) != tuple(indices.shape[1:]):
            raise ValueError(
                f"values {tuple(values.shape)} and indices {tuple(indices.shape)} must have the same shape: "
                "are these the indices of the pooling that made a map of this size?"
            )
        expected = tuple(size and size // taps for size, taps in zip(pooled_map.shape[1:3], self.pool_size))
        pairs = zip(values.shape[1:3], expected)
        if any(None not in (size, wanted) and size != wanted for size, wanted in pairs):
            raise ValueError(
                f"a map of {tuple(pooled_map.shape[1:3])} pools to {expected}, not to {tuple(values.shape[1:3])}"
            )
        shape = (values.shape[0], *pooled_map.shape[1:3], values.shape[3])
        return keras.KerasTensor(shape, dtype=values.dtype)


@keras.saving.register_keras_serializable(package="course")
class CropLike(keras.layers.Layer):
    """Cut a map to the height and width of another one, at the bottom and at the right.

    Pooling with padding ``"same"`` rounds sizes up, so that going down and up again may end a few pixels too large;
    Keras adds the missing pixels at the end, and this takes them off there.

    Input:
        The map to cut (N, H, W, C), and one (N, h, w, …) with ``h <= H`` and ``w <= W``.

    Output:
        (N, h, w, C).
    """

    def call(self, inputs: Sequence[Any]) -> Any:
        maps, like = inputs
        return maps[:, : ops.shape(like)[1], : ops.shape(like)[2]]

    def compute_output_spec(self, inputs: Sequence[Any]) -> keras.KerasTensor:
        """Return shape and dtype of what is left."""
        maps, like = inputs
        for size, wanted in zip(maps.shape[1:3], like.shape[1:3]):
            if None not in (size, wanted) and size < wanted:
                raise ValueError(f"a map of {tuple(maps.shape[1:3])} cannot be cut to {tuple(like.shape[1:3])}")
        return keras.KerasTensor((maps.shape[0], *like.shape[1:3], maps.shape[3]), dtype=maps.dtype)


@keras.saving.register_keras_serializable(package="course")
class BilinearInitializer(keras.initializers.Initializer):
    """Makes a ``Conv2DTranspose`` upsample bilinearly, each channel by itself.

    Use it with ``kernel_size = 2 f - f % 2`` and ``strides = f`` for a factor ``f``: padding ``"same"`` then gives what
    ``keras.ops.image.resize(…, "bilinear")`` gives, but for a border of ``f / 2`` pixels where the former fades.

    Reference:
        Long, Shelhamer, Darrell: Fully convolutional networks, CVPR 2015, section 4.3.
    """

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Any:
        """Return a kernel of shape (kh, kw, outputs, inputs)."""
        lines = []
        for taps in shape[:2]:
            factor = (taps + 1) // 2
            centre = factor - 1 if taps % 2 else factor - 0.5
            lines.append(1 - np.abs(np.arange(taps) - centre) / factor)
        kernel = np.outer(*lines)[:, :, None, None] * np.eye(shape[2], shape[3])
        return ops.convert_to_tensor(kernel, dtype=dtype or keras.config.floatx())

    def get_config(self) -> dict[str, Any]:
        """Return what :meth:`from_config` needs: nothing."""
        return {}


@keras.saving.register_keras_serializable(package="course")
class IdentityInitializer(keras.initializers.Initializer):
    """Makes a convolution pass its maps on unchanged, also where their number changes along the way.

    The maps are taken as ``channels`` groups, of equal size before and after. Each output is the sum of its group
    over the inputs, divided by the outputs of a group: a stack of such layers that ends with as many maps as it began
    with returns what it was given, if nothing below zero comes in.

    Args:
        channels: Number of groups; must divide both the inputs and the outputs. ``None``: their greatest common
            divisor.

    Reference:
        Yu, Koltun: Multi-scale context aggregation by dilated convolutions, ICLR 2016, equations 4 and 5, without
        their noise.
    """

    def __init__(self, channels: int | None = None) -> None:
        self.channels = channels

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Any:
        """Return a kernel of shape (kh, kw, inputs, outputs)."""
        *taps, inputs, outputs = shape
        groups = self.channels or math.gcd(inputs, outputs)
        if inputs % groups or outputs % groups:
            raise ValueError(f"{groups} groups divide {inputs} inputs and {outputs} outputs unevenly")
        same = np.arange(inputs)[:, None] * groups // inputs == np.arange(outputs) * groups // outputs
        kernel = np.zeros(tuple(shape))
        kernel[tuple((size - 1) // 2 for size in taps)] = same * groups / outputs
        return ops.convert_to_tensor(kernel, dtype=dtype or keras.config.floatx())

    def get_config(self) -> dict[str, Any]:
        """Return what :meth:`from_config` needs."""
        return {"channels": self.channels}


@rule(MaxPool2DWithIndices)
def _pooling_reads(layer: Any, call: Any) -> Any:
    return windows(call, (1, 2), layer.pool_size, layer.pool_size) | other_axes(call, (1, 2))


@rule(MaxUnpool2D)
def _unpooling_reads(layer: Any, call: Any) -> Any:
    reads: Reads = {axis: (axis, Transposed(size, size)) for axis, size in zip((1, 2), layer.pool_size)}
    reads |= other_axes(call, (1, 2))
    return [reads, reads, None]  # of the third map only the size is read


@rule(CropLike)
def _cropping_reads(layer: Any, call: Any) -> Any:
    return [{axis: (axis, ONE_TO_ONE) for axis in (1, 2, 3)}, None]
