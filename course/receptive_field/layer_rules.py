"""The rules of Keras' own layers, by family."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from keras import layers

from course.receptive_field.errors import UnknownLayerError
from course.receptive_field.graph import Call, Shape
from course.receptive_field.reads import NEAREST, ONE_TO_ONE, Adaptive, Resample, Transposed, Window
from course.receptive_field.rules import (
    Reads,
    each_axis,
    joined,
    mixing,
    other_axes,
    pointwise,
    reshaped,
    rule,
    spatial_axes,
    unknown_size,
    windows,
)


@rule(
    *(layers.Conv1D, layers.Conv2D, layers.Conv3D, layers.SeparableConv1D, layers.SeparableConv2D),
    *(layers.DepthwiseConv1D, layers.DepthwiseConv2D),
)
def _convolution(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    return windows(call, axes, layer.kernel_size, layer.strides, layer.padding, layer.dilation_rate)


@rule(
    *(layers.MaxPooling1D, layers.MaxPooling2D, layers.MaxPooling3D),
    *(layers.AveragePooling1D, layers.AveragePooling2D, layers.AveragePooling3D),
)
def _pooling(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    return windows(call, axes, layer.pool_size, layer.strides, layer.padding) | other_axes(call, axes)


@rule(layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose)
def _transposed_convolution(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    output_padding = layer.output_padding
    return transposed(axes, layer.kernel_size, layer.strides, layer.padding, layer.dilation_rate, output_padding)


def transposed(
    axes: Sequence[int],
    kernel_size: Sequence[int],
    strides: int | Sequence[int],
    padding: str,
    dilation_rate: int | Sequence[int],
    output_padding: int | Sequence[int] | None,
) -> Reads:
    """Return the reads of a transposed convolution; "same" crops half of what exceeds the size that it promises."""
    added = [None] * len(axes) if output_padding is None else each_axis(output_padding, axes)
    settings = zip(axes, kernel_size, each_axis(strides, axes), each_axis(dilation_rate, axes), added, strict=True)
    reads: Reads = {}
    for axis, kernel, stride, dilation, extra in settings:
        extent = (kernel - 1) * dilation + 1
        excess = extent - stride if extra is None else extent - extent % 2 - extra
        cropping = max(excess, 0) // 2 if padding == "same" else 0
        reads[axis] = (axis, Transposed(kernel, stride, dilation, cropping))
    return reads


@rule(
    *(layers.AdaptiveAveragePooling1D, layers.AdaptiveAveragePooling2D, layers.AdaptiveAveragePooling3D),
    *(layers.AdaptiveMaxPooling1D, layers.AdaptiveMaxPooling2D, layers.AdaptiveMaxPooling3D),
)
def _adaptive_pooling(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    return {axis: (axis, Adaptive(size_ratio(call, axis))) for axis in axes} | other_axes(call, axes)


def size_ratio(call: Call, axis: int) -> Fraction:
    """Return input size over output size along an axis."""
    before, after = call.inputs[0].shape[axis], call.outputs[0].shape[axis]
    if before is None or after is None:
        raise unknown_size(call, axis, "what it reads depends on the ratio of its input's and output's sizes")
    return Fraction(before, after)


@rule(
    *(layers.GlobalAveragePooling1D, layers.GlobalAveragePooling2D, layers.GlobalAveragePooling3D),
    *(layers.GlobalMaxPooling1D, layers.GlobalMaxPooling2D, layers.GlobalMaxPooling3D),
    *(layers.Flatten, layers.Dot, layers.GroupNormalization),
    *(layers.Attention, layers.AdditiveAttention, layers.MultiHeadAttention, layers.GroupQueryAttention),
)
def _whole(layer: Any, call: Call) -> list[Reads]:
    return [{} for _ in call.inputs]


# Half the width of the interpolation kernel, in input pixels.
REACH = {"nearest": NEAREST, "bilinear": Fraction(1), "bicubic": Fraction(2)}
REACH |= {"lanczos3": Fraction(3), "lanczos5": Fraction(5)}


@rule(layers.UpSampling1D, layers.UpSampling2D, layers.UpSampling3D)
def _upsampling(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    reach = REACH[getattr(layer, "interpolation", "nearest")]
    factors = each_axis(layer.size, axes)
    reads: Reads = {a: (a, resample(Fraction(1, f), reach)) for a, f in zip(axes, factors, strict=True)}
    return reads | other_axes(call, axes)


def resample(ratio: Fraction, reach: Fraction, antialias: bool = False) -> Resample | Window:
    """Return the read of a resized axis; antialiasing widens the kernel by as much as the axis shrinks."""
    if ratio == 1:
        return ONE_TO_ONE
    return Resample(ratio, reach, width=max(ratio, Fraction(1)) if antialias else Fraction(1))


@rule(layers.Resizing)
def _resizing(layer: Any, call: Call) -> Reads:
    if layer.crop_to_aspect_ratio or layer.pad_to_aspect_ratio:
        raise UnknownLayerError(f"layer {call.path!r} crops or pads to an aspect ratio, which has no rule")
    return resized(call, spatial_axes(layer, call), layer.interpolation, layer.antialias)


def resized(call: Call, axes: Sequence[int], interpolation: str, antialias: bool) -> Reads:
    """Return the reads of images resized along ``axes``."""
    reach = REACH[interpolation]
    reads: Reads = {axis: (axis, resample(size_ratio(call, axis), reach, antialias)) for axis in axes}
    return reads | other_axes(call, axes)


@rule(layers.CenterCrop)
def _center_crop(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    reads = other_axes(call, axes)
    for axis in axes:
        before, after = call.inputs[0].shape[axis], call.outputs[0].shape[axis]
        if before is None or after is None:
            raise unknown_size(call, axis, "where it crops depends on the size")
        if before < after:
            raise UnknownLayerError(f"layer {call.path!r} crops less than there is and resizes, which has no rule")
        reads[axis] = (axis, Window(padding=-((before - after) // 2)))
    return reads


@rule(layers.ZeroPadding1D, layers.ZeroPadding2D, layers.ZeroPadding3D)
def _zero_padding(layer: Any, call: Call) -> Reads:
    return shifted(call, spatial_axes(layer, call), [before for before, _ in _pairs(layer.padding)])


@rule(layers.Cropping1D, layers.Cropping2D, layers.Cropping3D)
def _cropping(layer: Any, call: Call) -> Reads:
    return shifted(call, spatial_axes(layer, call), [-before for before, _ in _pairs(layer.cropping)])


def _pairs(value: Sequence) -> list[tuple[int, int]]:
    """Return one (before, after) per axis: the 1D layers keep a bare pair."""
    return [tuple(value)] if isinstance(value[0], int) else [tuple(pair) for pair in value]


def shifted(call: Call, axes: Sequence[int], before: Sequence[int]) -> Reads:
    """Return the reads of an input with positions added (cropped, where negative) in front of each of ``axes``."""
    moved: Reads = {axis: (axis, Window(padding=count)) for axis, count in zip(axes, before, strict=True)}
    return other_axes(call, axes) | moved


@rule(
    *(layers.Activation, layers.ELU, layers.LeakyReLU, layers.PReLU, layers.ReLU),
    *(layers.Add, layers.Average, layers.Maximum, layers.Minimum, layers.Multiply, layers.Subtract),
    *(layers.ActivityRegularization, layers.AlphaDropout, layers.Dropout, layers.GaussianDropout, layers.GaussianNoise),
    *(layers.SpatialDropout1D, layers.SpatialDropout2D, layers.SpatialDropout3D),
    *(layers.BatchNormalization, layers.Identity, layers.Masking, layers.Normalization, layers.Rescaling),
    # At inference augmentations pass images on unchanged.
    *(layers.RandomBrightness, layers.RandomContrast, layers.RandomFlip, layers.RandomRotation),
    *(layers.RandomTranslation, layers.RandomZoom),
)
def _pointwise(layer: Any, call: Call) -> list[Reads]:
    return pointwise(call)


@rule(layers.LayerNormalization, layers.RMSNormalization, layers.UnitNormalization, layers.Softmax)
def _mixing(layer: Any, call: Call) -> list[Reads | None]:
    return [mixing(call, layer.axis), *[None] * (len(call.inputs) - 1)]  # Softmax takes a mask as well


@rule(layers.Concatenate)
def _concatenate(layer: Any, call: Call) -> list[Reads]:
    return joined(call, layer.axis)


@rule(layers.Dense)
def _dense(layer: Any, call: Call) -> Reads:
    return mixing(call, -1)


@rule(layers.EinsumDense)
def _einsum_dense(layer: Any, call: Call) -> Reads:
    return einsum(layer.equation, [call.inputs[0].shape])[0]


def einsum(equation: str, shapes: Sequence[Shape]) -> list[Reads]:
    """Return the reads of the first operands of an Einstein sum: an index that stays keeps its positions."""
    operands, _, result = equation.replace(" ", "").partition("->")
    reads: list[Reads] = []
    for operand, shape in zip(operands.split(","), shapes, strict=False):
        spread = len(shape) - len(operand.replace("...", ""))
        dots = "0123456789"[:spread]
        kept, after = operand.replace("...", dots), result.replace("...", dots)
        reads.append({a: (after.index(i), ONE_TO_ONE) for a, i in enumerate(kept) if a > 0 and i in after})
    return reads


@rule(layers.Embedding)
def _embedding(layer: Any, call: Call) -> Reads:
    return {axis: (axis, ONE_TO_ONE) for axis in range(1, len(call.inputs[0].shape))}


@rule(layers.Permute)
def _permute(layer: Any, call: Call) -> Reads:
    return {source: (target, ONE_TO_ONE) for target, source in enumerate(layer.dims, start=1)}


@rule(layers.RepeatVector)
def _repeat_vector(layer: Any, call: Call) -> Reads:
    return {1: (2, ONE_TO_ONE)}


@rule(layers.Reshape)
def _reshape(layer: Any, call: Call) -> Reads:
    return reshaped(call.inputs[0].shape, call.outputs[0].shape)


@rule(
    *(layers.RNN, layers.SimpleRNN, layers.LSTM, layers.GRU, layers.Bidirectional),
    *(layers.ConvLSTM1D, layers.ConvLSTM2D, layers.ConvLSTM3D),
)
def _recurrent(layer: Any, call: Call) -> Reads:
    raise UnknownLayerError(
        f"layer {call.path!r} is recurrent ({type(layer).__name__}): its state carries every earlier step, so it has "
        'no receptive field of a fixed size. unknown="global" takes it to read its whole input'
    )
