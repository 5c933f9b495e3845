"""For each kind of Keras layer, what its units read: the rules, and how to register one.

A rule gets the layer and the `Call` and returns, for each input that is read, a dictionary
`{input axis: (output axis, read)}`. An input axis that is left out is read whole by every unit, as `Dense` does with
its last axis and `Flatten` with all of them. Axes count from the batch, which is 0 and needs no mention.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from keras import layers

from course.receptive_field.errors import ReceptiveFieldError, UnknownLayerError, UnknownSizeError
from course.receptive_field.graph import Call, Shape
from course.receptive_field.reads import ONE_TO_ONE, Read, Resample, Transposed, Window, same_padding

Reads = dict[int, tuple[int, Read]]
Rule = Callable[[Any, Call], Reads | Sequence[Reads | None]]

_RULES: dict[type, Rule] = {}


def rule(*layer_types: type) -> Callable[[Rule], Rule]:
    """Register what the units of a layer class read.

    Args:
        layer_types: the classes that the decorated function speaks for, subclasses included unless they
            have a `call` of their own.

    Returns:
        A decorator for a function `(layer, call) -> {input axis: (output axis, read)}`, or a list of such
        dictionaries, one an input, None where an input is not read. `call.inputs` and `call.outputs` have shapes.

    Example:
        ```python
        @rule(BlurPool)
        def blur_pool(layer, call):
            return windows(call, (1, 2), kernel_size=3, strides=2, padding="same")
        ```
    """

    def register(function: Rule) -> Rule:
        for layer_type in layer_types:
            _RULES[layer_type] = function
        return function

    return register


def find_rule(operation: Any) -> Rule | None:
    """Return the rule for an operation, None if there is none for its class or what it inherits its call from."""
    for ancestor in type(operation).__mro__:
        if ancestor in _RULES:
            inherits_call = getattr(type(operation), "call", None) is getattr(ancestor, "call", None)
            return _RULES[ancestor] if inherits_call else None
    return None


def pointwise(call: Call) -> list[Reads]:
    """Return the reads of an operation that keeps positions: activations, sums, normalisation at inference.

    Inputs of lower rank, or of size 1 along an axis, are broadcast as NumPy does it, from the last axis on.
    """
    return [_broadcast(tensor.shape, call.outputs[0].shape) for tensor in call.inputs]


def _broadcast(shape: Shape, output: Shape) -> Reads:
    offset = len(output) - len(shape)
    reads: Reads = {}
    for axis in range(1 if offset == 0 else 0, len(shape)):
        spread = shape[axis] == 1 and output[axis + offset] != 1
        reads[axis] = (axis + offset, Window(stride=0) if spread else ONE_TO_ONE)
    return reads


def windows(
    call: Call,
    axes: Sequence[int],
    kernel_size: int | Sequence[int],
    strides: int | Sequence[int] = 1,
    padding: str = "valid",
    dilation_rate: int | Sequence[int] = 1,
) -> Reads:
    """Return the reads of windows that slide along `axes` of the first input: convolutions and poolings.

    Args:
        call: the call.
        axes: the axes that the windows slide along; the others are read whole.
        kernel_size, strides, dilation_rate: one number, or one an axis.
        padding: "valid", "same" or "causal".

    Raises:
        UnknownSizeError: "same" with a stride pads by the input's size, and it is None.
    """
    sizes = [call.inputs[0].shape[axis] for axis in axes]
    settings = zip(axes, *(_each(v, axes) for v in (kernel_size, strides, dilation_rate)), sizes, strict=True)
    return {axis: (axis, Window(k, s, d, _padding(call, axis, padding, k, s, d, n))) for axis, k, s, d, n in settings}


def _padding(call: Call, axis: int, padding: str, kernel: int, stride: int, dilation: int, size: int | None) -> int:
    if padding == "valid":
        return 0
    if padding == "causal":
        return (kernel - 1) * dilation
    before = same_padding(kernel, stride, dilation, size)
    if before is None:
        raise unknown_size(call, axis, f'padding="same" with stride {stride} pads by the size of its input')
    return before


def unknown_size(call: Call, axis: int, why: str) -> UnknownSizeError:
    """Return the error for an axis whose size is None where it matters."""
    shape = call.inputs[0].shape if call.inputs else ()
    return UnknownSizeError(
        f"layer {call.path!r}: {why}, and axis {axis} of its input {shape} has no size. "
        "Give one: receptive_field(model, input_size=(height, width)), or build the model with keras.Input(shape)"
    )


def _each(value: int | Sequence[int], axes: Sequence[int]) -> Sequence[int]:
    return [value] * len(axes) if isinstance(value, int) else value


def spatial_axes(layer: Any, call: Call) -> list[int]:
    """Return the axes between batch and channels, by the layer's `data_format`."""
    rank = len(call.inputs[0].shape)
    first = getattr(layer, "data_format", None) == "channels_first"
    return list(range(2, rank)) if first else list(range(1, rank - 1))


def other_axes(call: Call, axes: Sequence[int]) -> Reads:
    """Return one-to-one reads of the axes that are not among `axes`: channels, for poolings and paddings."""
    rank = len(call.inputs[0].shape)
    return {axis: (axis, ONE_TO_ONE) for axis in range(1, rank) if axis not in axes}


# --- convolutions and poolings


@rule(
    *(layers.Conv1D, layers.Conv2D, layers.Conv3D, layers.SeparableConv1D, layers.SeparableConv2D),
    *(layers.DepthwiseConv1D, layers.DepthwiseConv2D),
)
def _convolution(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    return windows(call, axes, layer.kernel_size, layer.strides, layer.padding, layer.dilation_rate)


@rule(layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose)
def _transposed_convolution(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    padding = _each(layer.output_padding, axes) if layer.output_padding is not None else [None] * len(axes)
    settings = zip(axes, layer.kernel_size, layer.strides, layer.dilation_rate, padding, strict=True)
    return {
        axis: (axis, Transposed(k, s, d, _transposed_cropping(layer.padding, (k - 1) * d + 1, s, p)))
        for axis, k, s, d, p in settings
    }


def _transposed_cropping(padding: str, extent: int, stride: int, output_padding: int | None) -> int:
    """Return what "same" cuts off before the output: half of what exceeds the size it promises."""
    if padding == "valid":
        return 0
    excess = extent - stride if output_padding is None else extent - extent % 2 - output_padding
    return max(excess, 0) // 2


@rule(
    *(layers.MaxPooling1D, layers.MaxPooling2D, layers.MaxPooling3D),
    *(layers.AveragePooling1D, layers.AveragePooling2D, layers.AveragePooling3D),
)
def _pooling(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    return windows(call, axes, layer.pool_size, layer.strides, layer.padding) | other_axes(call, axes)


@rule(
    *(layers.GlobalAveragePooling1D, layers.GlobalAveragePooling2D, layers.GlobalAveragePooling3D),
    *(layers.GlobalMaxPooling1D, layers.GlobalMaxPooling2D, layers.GlobalMaxPooling3D),
    *(layers.Flatten, layers.Attention, layers.AdditiveAttention, layers.MultiHeadAttention),
    *(layers.GroupQueryAttention, layers.Dot, layers.CategoryEncoding),
)
def _whole(layer: Any, call: Call) -> list[Reads]:
    return [{} for _ in call.inputs]


# --- sizes changed: upsampling, padding, cropping

REACH = {"nearest": Fraction(1, 2), "bilinear": 1, "bicubic": 2, "lanczos3": 3, "lanczos5": 5}


@rule(layers.UpSampling1D, layers.UpSampling2D, layers.UpSampling3D)
def _upsampling(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    reach = Fraction(REACH[getattr(layer, "interpolation", "nearest")])
    sizes = _each(layer.size, axes)
    reads: Reads = {axis: (axis, Resample(Fraction(1, factor), reach)) for axis, factor in zip(axes, sizes)}
    return reads | other_axes(call, axes)


@rule(layers.ZeroPadding1D, layers.ZeroPadding2D, layers.ZeroPadding3D)
def _zero_padding(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    reads: Reads = {a: (a, Window(padding=before)) for a, (before, _) in zip(axes, _pairs(layer.padding))}
    return reads | other_axes(call, axes)


@rule(layers.Cropping1D, layers.Cropping2D, layers.Cropping3D)
def _cropping(layer: Any, call: Call) -> Reads:
    axes = spatial_axes(layer, call)
    reads: Reads = {a: (a, Window(padding=-before)) for a, (before, _) in zip(axes, _pairs(layer.cropping))}
    return reads | other_axes(call, axes)


def _pairs(value: Sequence) -> list[tuple[int, int]]:
    """Return one (before, after) an axis: the 1D layers keep a bare pair."""
    return [tuple(value)] if isinstance(value[0], int) else [tuple(pair) for pair in value]


# --- positions kept

_POINTWISE = ["Activation", "ActivityRegularization", "Add", "AlphaDropout", "Average", "BatchNormalization", "CenterCrop", "Dropout", "ELU", "GaussianDropout", "GaussianNoise", "Identity", "LeakyReLU", "Masking", "Maximum", "Minimum", "Multiply", "Normalization", "PReLU", "ReLU", "Rescaling", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "Subtract"]
_POINTWISE.remove("CenterCrop")


@rule(*(getattr(layers, name) for name in _POINTWISE))
def _pointwise(layer: Any, call: Call) -> list[Reads]:
    return pointwise(call)


@rule(layers.Concatenate)
def _concatenate(layer: Any, call: Call) -> list[Reads]:
    return concatenated(call, layer.axis)


def concatenated(call: Call, axis: int) -> list[Reads]:
    """Return the reads of inputs laid one after another along `axis`."""
    axis %= len(call.outputs[0].shape)
    reads, before = [], 0
    for tensor in call.inputs:
        reads.append(_broadcast(tensor.shape, tensor.shape) | {axis: (axis, Window(padding=before))})
        before = None if before is None or tensor.shape[axis] is None else before + tensor.shape[axis]
        if before is None:
            reads = [{a: r for a, r in each.items() if a != axis} for each in reads]
            before = 0
    return reads


@rule(layers.Dense)
def _dense(layer: Any, call: Call) -> Reads:
    rank = len(call.inputs[0].shape)
    return {axis: (axis, ONE_TO_ONE) for axis in range(1, rank - 1)}


@rule(layers.Permute)
def _permute(layer: Any, call: Call) -> Reads:
    return {source: (target, ONE_TO_ONE) for target, source in enumerate(layer.dims, start=1)}


@rule(layers.RepeatVector)
def _repeat_vector(layer: Any, call: Call) -> Reads:
    return {1: (2, ONE_TO_ONE)}


@rule(layers.Reshape)
def _reshape(layer: Any, call: Call) -> Reads:
    return reshaped(call.inputs[0].shape, call.outputs[0].shape)


def reshaped(source: Shape, target: Shape) -> Reads:
    """Return the reads of the axes that a reshape keeps: as long before and after, with as much in front of them.

    An axis that is split, or merged with another, is read whole.
    """
    positions, before = {}, (0, 1)
    for axis, size in enumerate(target[1:], start=1):
        positions[before, size] = axis
        before = _extend(before, size)
    reads, before = {}, (0, 1)
    for axis, size in enumerate(source[1:], start=1):
        if size != 1 and (before, size) in positions:
            reads[axis] = (positions[before, size], ONE_TO_ONE)
        before = _extend(before, size)
    return reads


def _extend(before: tuple[int, int], size: int | None) -> tuple[int, int]:
    """Return (unknown sizes, product of the known ones) with one more axis in front."""
    unknown, product = before
    return (unknown + 1, product) if size is None else (unknown, product * size)


# --- no rule


@rule(
    *(layers.RNN, layers.SimpleRNN, layers.LSTM, layers.GRU, layers.Bidirectional),
    *(layers.ConvLSTM1D, layers.ConvLSTM2D, layers.ConvLSTM3D),
)
def _recurrent(layer: Any, call: Call) -> Reads:
    raise UnknownLayerError(
        f"layer {call.path!r} is recurrent ({type(layer).__name__}): its state carries every earlier step, so it has no "
        'receptive field of a fixed size. unknown="global" takes it to read its whole input'
    )


def reads_of(call: Call, unknown: str = "error") -> list[Reads | None]:
    """Return what the first output's units read of each input of a call.

    Args:
        call: the call.
        unknown: "error", or "global": a layer without a rule reads its whole input.

    Raises:
        UnknownLayerError: no rule, and `unknown` is "error".
    """
    operation = call.operation
    if isinstance(operation, str):
        return [_fold(call, -1 if operation == "fold" else 1)]
    found = find_rule(operation)
    try:
        reads = found(operation, call) if found else _no_rule(call)
    except UnknownLayerError:
        if unknown != "global":
            raise
        reads = [{} for _ in call.inputs]
    reads = [reads] if isinstance(reads, dict) else list(reads)
    if len(reads) != len(call.inputs):
        raise ReceptiveFieldError(
            f"the rule for {type(operation).__name__} speaks of {len(reads)} inputs, and {call.path!r} has "
            f"{len(call.inputs)}"
        )
    return reads


def _fold(call: Call, step: int) -> Reads:
    """Return the reads between a sequence and its steps: axes move by one, time takes the batch's place or leaves it."""
    rank = len(call.inputs[0].shape)
    first = 1 if step < 0 else 0
    return {axis: (axis + step, ONE_TO_ONE) for axis in range(first, rank)}


def _no_rule(call: Call) -> Reads:
    kind = type(call.operation).__name__
    raise UnknownLayerError(
        f"layer {call.path!r} is a {kind}, and no rule says what its units read. Register one: "
        f"@course.receptive_field.rule({kind}) on a function (layer, call) -> {{input axis: (output axis, read)}}; "
        'or take it to read its whole input: unknown="global"'
    )
