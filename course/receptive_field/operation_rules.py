"""The rules of ``keras.ops`` where they are nodes of a functional model, such as ``keras.ops.relu(x) + y[:, 1:-1]``.

``keras.activations`` leaves the same operations there, except ``keras.activations.relu``, whose ``ReLU`` is its own.

Operations keep some of their settings in themselves and get others as arguments of the call; the arguments are
in ``call.args``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from course.receptive_field.errors import UnknownLayerError
from course.receptive_field.graph import Call
from course.receptive_field.layer_rules import einsum, resized, shifted, size_ratio, transposed
from course.receptive_field.reads import ONE_TO_ONE, Adaptive, Flipped, Mirrored, Transposed, Window
from course.receptive_field.rules import (
    Reads,
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

_ACTIVATIONS = """
Relu Relu6 Sigmoid SparseSigmoid Softplus Softsign SoftShrink SparsePlus Silu Squareplus LogSigmoid LeakyRelu
HardSigmoid HardSilu Elu Selu Gelu Celu TanhShrink HardTanh HardShrink Threshold ReLU
"""
_UNARY = """
Absolute Abs Fabs Negative Square Sqrt Rsqrt Cbrt Reciprocal Exp Exp2 Expm1 Log Log10 Log1p Log2 Sin Cos Tan Sinh Cosh
Tanh Arcsin Arccos Arctan Arcsinh Arccosh Arctanh Sinc Erf Erfc Erfinv Sign Signbit Floor Ceil Round Trunc Clip
NanToNum Isfinite Isinf Isnan LogicalNot Deg2rad Rad2deg Cast SaturateCast ConvertToTensor Copy StopGradient
"""
_BINARY = """
Add Subtract Multiply Divide TrueDivide DivideNoNan FloorDivide Mod Power Maximum Minimum Fmax Fmin Hypot Arctan2
Logaddexp Logaddexp2 Heaviside Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr LogicalXor Where
BroadcastTo
"""


@rule(*_ACTIVATIONS.split(), *_UNARY.split(), *_BINARY.split())
def _pointwise(operation: Any, call: Call) -> list[Reads]:
    return pointwise(call)


@rule("ZerosLike", "OnesLike", "FullLike", "EmptyLike")
def _shape_only(operation: Any, call: Call) -> list[None]:
    return [None] * len(call.inputs)


@rule("Softmax", "LogSoftmax", "Sparsemax", "Normalize", "Cumsum", "Cumprod", "Sort", "Argsort")
def _mixing(operation: Any, call: Call) -> Reads:
    return {} if operation.axis is None else mixing(call, operation.axis)


@rule("LayerNorm", "RMSNorm")
def _normalisation(operation: Any, call: Call) -> list[Reads | None]:
    return [mixing(call, operation.axis), *[None] * (len(call.inputs) - 1)]


@rule(
    *("Mean", "Sum", "Max", "Min", "Amax", "Amin", "Prod", "Var", "Std", "Median", "Logsumexp", "Any", "All"),
    *("Argmax", "Argmin", "CountNonzero", "Ptp"),
)
def _reduction(operation: Any, call: Call) -> Reads:
    rank = len(call.inputs[0].shape)
    axis = operation.axis
    reduced = set(range(rank)) if axis is None else {a % rank for a in np.atleast_1d(axis).tolist()}
    kept = [a for a in range(rank) if a not in reduced or getattr(operation, "keepdims", False)]
    return {a: (kept.index(a), ONE_TO_ONE) for a in range(1, rank) if a not in reduced}


@rule("Conv", "DepthwiseConv", "SeparableConv")
def _convolution(operation: Any, call: Call) -> list[Reads | None]:
    axes = spatial_axes(operation, call)
    kernel = _argument(call, 1, "kernel", "depthwise_kernel").shape[: len(axes)]
    reads = windows(call, axes, kernel, operation.strides, operation.padding, operation.dilation_rate)
    return [reads, *[{} for _ in call.inputs[1:]]]


@rule("ConvTranspose")
def _transposed_convolution(operation: Any, call: Call) -> list[Reads]:
    axes = spatial_axes(operation, call)
    kernel = _argument(call, 1, "kernel").shape[: len(axes)]
    settings = (operation.strides, operation.padding, operation.dilation_rate, operation.output_padding)
    return [transposed(axes, kernel, *settings), *[{} for _ in call.inputs[1:]]]


@rule("MaxPool", "AveragePool")
def _pooling(operation: Any, call: Call) -> Reads:
    axes = spatial_axes(operation, call)
    strides = operation.pool_size if operation.strides is None else operation.strides
    return windows(call, axes, operation.pool_size, strides, operation.padding) | other_axes(call, axes)


@rule("AdaptiveMaxPool", "AdaptiveAveragePool")
def _adaptive_pooling(operation: Any, call: Call) -> Reads:
    axes = spatial_axes(operation, call)
    return {axis: (axis, Adaptive(size_ratio(call, axis))) for axis in axes} | other_axes(call, axes)


@rule("Resize")
def _resize(operation: Any, call: Call) -> Reads:
    if operation.crop_to_aspect_ratio or operation.pad_to_aspect_ratio:
        raise UnknownLayerError(f"operation {call.path!r} crops or pads to an aspect ratio, which has no rule")
    return resized(call, spatial_axes(operation, call), operation.interpolation, operation.antialias)


@rule("GaussianBlur")
def _gaussian_blur(operation: Any, call: Call) -> Reads:
    axes = spatial_axes(operation, call)
    return windows(call, axes, tuple(operation.kernel_size), padding="same") | other_axes(call, axes)


@rule("RGBToGrayscale")
def _grayscale(operation: Any, call: Call) -> Reads:
    return {axis: (axis, ONE_TO_ONE) for axis in spatial_axes(operation, call)}


@rule("SpaceToDepth")
def _space_to_depth(operation: Any, call: Call) -> Reads:
    return windows(call, spatial_axes(operation, call), operation.block_size, operation.block_size)


@rule("DepthToSpace")
def _depth_to_space(operation: Any, call: Call) -> Reads:
    size = operation.block_size
    return {axis: (axis, Transposed(size, size)) for axis in spatial_axes(operation, call)}


@rule("Pad")
def _pad(operation: Any, call: Call) -> Reads:
    pairs = operation.pad_width
    rank = len(call.inputs[0].shape)
    before = [int(pair[0]) for pair in (pairs if len(pairs) == rank else list(pairs) * rank)]
    axes = list(range(1, rank))
    if operation.mode == "constant":
        return shifted(call, axes, before[1:])
    if operation.mode not in ("reflect", "symmetric", "edge"):
        raise UnknownLayerError(f"operation {call.path!r} pads with mode {operation.mode!r}, which has no rule")
    return {axis: (axis, Mirrored(before[axis], operation.mode)) for axis in axes}


@rule("PadImages")
def _pad_images(operation: Any, call: Call) -> Reads:
    sides = (operation.top_padding, operation.bottom_padding), (operation.left_padding, operation.right_padding)
    return _moved_images(operation, call, sides, 1)


@rule("CropImages")
def _crop_images(operation: Any, call: Call) -> Reads:
    sides = (operation.top_cropping, operation.bottom_cropping), (operation.left_cropping, operation.right_cropping)
    return _moved_images(operation, call, sides, -1)


def _moved_images(operation: Any, call: Call, sides: Sequence[tuple], sign: int) -> Reads:
    """Return the reads of padded (``sign`` 1) or cropped (-1) images; a missing count follows from the one after."""
    axes = spatial_axes(operation, call)
    counts = []
    for axis, (before, after) in zip(axes, sides, strict=True):
        if before is None:
            old, new = call.inputs[0].shape[axis], call.outputs[0].shape[axis]
            if old is None or new is None:
                raise unknown_size(call, axis, "where its image begins depends on the size")
            before = sign * (new - old) - after
        counts.append(sign * before)
    return shifted(call, axes, counts)


@rule("Concatenate")
def _concatenate(operation: Any, call: Call) -> list[Reads]:
    return joined(call, operation.axis)


@rule("Stack")
def _stack(operation: Any, call: Call) -> list[Reads]:
    rank = len(call.outputs[0].shape)
    new = operation.axis % rank
    return [{a: (a + (a >= new), ONE_TO_ONE) for a in range(1, rank - 1)} for _ in call.inputs]


@rule("Split")
def _split(operation: Any, call: Call) -> Reads:
    shape = call.inputs[0].shape
    axis = operation.axis % len(shape)
    cuts = operation.indices_or_sections
    if isinstance(cuts, int):
        if shape[axis] is None:
            raise unknown_size(call, axis, "where it splits depends on the size")
        cuts = [shape[axis] // cuts * part for part in range(1, cuts)]
    return shifted(call, [axis], [-[0, *cuts][call.index]])


@rule("Unstack")
def _unstack(operation: Any, call: Call) -> Reads:
    rank = len(call.inputs[0].shape)
    axis = operation.axis % rank
    return _renumbered(call, [a for a in range(rank) if a != axis])


@rule("GetItem")
def _get_item(operation: Any, call: Call) -> Reads:
    key = _argument(call, 1, "key")
    keys = list(key) if isinstance(key, tuple | list) else [key]
    shape = call.inputs[0].shape
    if Ellipsis not in keys:
        keys.append(Ellipsis)
    place = keys.index(Ellipsis)
    hidden = len(shape) - sum(k is not None and k is not Ellipsis for k in keys)
    keys[place : place + 1] = [slice(None)] * hidden
    reads: Reads = {}
    source = target = 0
    for part in keys:
        if isinstance(part, slice) and source > 0:
            reads[source] = (target, _sliced(part, call, source))
        source += part is not None
        target += not isinstance(part, int)
    return reads


def _sliced(part: slice, call: Call, axis: int) -> Window | Flipped:
    """Return the read of one slice of an axis."""
    size = call.inputs[0].shape[axis]
    step = 1 if part.step is None else part.step
    if size is None:
        if step < 0 or (part.start or 0) < 0:
            raise unknown_size(call, axis, "a slice from the end depends on the size")
        return Window(stride=step, padding=-(part.start or 0))
    start = part.indices(size)[0]
    return Window(stride=step, padding=-start)


@rule("Slice")
def _slice(operation: Any, call: Call) -> Reads:
    start = [int(index) for index in keras.tree.flatten(_argument(call, 1, "start_indices"))]
    axes = list(range(1, len(start)))
    return shifted(call, axes, [-index for index in start[1:]])


@rule("Reshape", "Ravel")
def _reshape(operation: Any, call: Call) -> Reads:
    return reshaped(call.inputs[0].shape, call.outputs[0].shape)


@rule("ExpandDims")
def _expand_dims(operation: Any, call: Call) -> Reads:
    rank = len(call.outputs[0].shape)
    new = {axis % rank for axis in np.atleast_1d(operation.axis).tolist()}
    kept = [axis for axis in range(rank) if axis not in new]
    return {axis: (target, ONE_TO_ONE) for axis, target in enumerate(kept) if axis > 0}


@rule("Squeeze")
def _squeeze(operation: Any, call: Call) -> Reads:
    shape = call.inputs[0].shape
    given = [a for a, size in enumerate(shape) if size == 1] if operation.axis is None else operation.axis
    gone = {axis % len(shape) for axis in np.atleast_1d(given).tolist()}
    return _renumbered(call, [axis for axis in range(len(shape)) if axis not in gone])


@rule("Transpose")
def _transpose(operation: Any, call: Call) -> Reads:
    rank = len(call.inputs[0].shape)
    return _renumbered(call, operation.axes or range(rank)[::-1])


@rule("Swapaxes")
def _swapaxes(operation: Any, call: Call) -> Reads:
    order = list(range(len(call.inputs[0].shape)))
    first, second = operation.axis1, operation.axis2
    order[first], order[second] = order[second], order[first]
    return _renumbered(call, order)


@rule("Moveaxis")
def _moveaxis(operation: Any, call: Call) -> Reads:
    rank = len(call.inputs[0].shape)
    sources = [axis % rank for axis in np.atleast_1d(operation.source).tolist()]
    targets = [axis % rank for axis in np.atleast_1d(operation.destination).tolist()]
    order = [axis for axis in range(rank) if axis not in sources]
    for target, source in sorted(zip(targets, sources, strict=True)):
        order.insert(target, source)
    return _renumbered(call, order)


def _renumbered(call: Call, order: Sequence[int]) -> Reads:
    """Return the reads of axes that come in a new order, which may leave some out."""
    return {source: (target, ONE_TO_ONE) for target, source in enumerate(order) if source > 0}


@rule("Flip")
def _flip(operation: Any, call: Call) -> Reads:
    rank = len(call.inputs[0].shape)
    axes = range(1, rank) if operation.axis is None else [a % rank for a in np.atleast_1d(operation.axis).tolist()]
    reads = other_axes(call, [])
    for axis in axes:
        size = call.inputs[0].shape[axis]
        if size is None:
            raise unknown_size(call, axis, "which end a flip begins at depends on the size")
        reads[axis] = (axis, Flipped(size))
    return reads


@rule("Repeat")
def _repeat(operation: Any, call: Call) -> Reads:
    if operation.axis is None or not isinstance(operation.repeats, int):
        return {}
    axis = operation.axis % len(call.inputs[0].shape)
    return other_axes(call, []) | {axis: (axis, Transposed(operation.repeats, operation.repeats))}


@rule("Einsum")
def _einsum(operation: Any, call: Call) -> list[Reads]:
    shapes = [tuple(operand.shape) for operand in call.args]
    reads = einsum(operation.subscripts, shapes) if "->" in operation.subscripts else [{} for _ in shapes]
    return [r for r, operand in zip(reads, call.args, strict=True) if isinstance(operand, keras.KerasTensor)]


@rule("Matmul")
def _matmul(operation: Any, call: Call) -> list[Reads]:
    rank = len(call.outputs[0].shape)
    reads: list[Reads] = []
    for place, operand in enumerate(call.args):
        if isinstance(operand, keras.KerasTensor):
            offset, summed = rank - len(operand.shape), len(operand.shape) - (1 if place == 0 else 2)
            axes = [axis for axis in range(1, len(operand.shape)) if axis != summed]
            reads.append({axis: (axis + offset, ONE_TO_ONE) for axis in axes})
    return reads


@rule("DotProductAttention", "Dot", "Tensordot", "Moments")
def _whole(operation: Any, call: Call) -> list[Reads]:
    return [{} for _ in call.inputs]


def _argument(call: Call, index: int, *names: str) -> Any:
    """Return an argument of the call, given by position or by one of its names."""
    if len(call.args) > index:
        return call.args[index]
    return next(call.kwargs[name] for name in names if name in call.kwargs)
