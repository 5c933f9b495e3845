"""For each kind of Keras layer, what its units read: the rules, and how to register one.

A rule gets the layer and the ``Call`` and returns, for each input that is read, a dictionary
``{input axis: (output axis, read)}``. An input axis that is left out is read whole by every unit, as ``Dense`` does
with its last axis and ``Flatten`` with all of them. Axes count from the batch, which is 0 and is not mentioned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from course.receptive_field.errors import ReceptiveFieldError, UnknownLayerError, UnknownSizeError
from course.receptive_field.graph import Call, Shape
from course.receptive_field.reads import ONE_TO_ONE, Read, Window, same_padding

Reads = dict[int, tuple[int, Read]]
Rule = Callable[[Any, Call], Reads | Sequence[Reads | None]]

_RULES: dict[type | str, Rule] = {}
_UNEXPORTED = ("keras.src.ops.", "keras.src.activations.")


def rule(*layer_types: type | str) -> Callable[[Rule], Rule]:
    """Register what the units of a layer class read.

    Args:
        layer_types: The classes that the decorated function is about, subclasses included unless they have a ``call``
            of their own. An operation of keras.ops or keras.activations goes by its class's name, as in "Softmax".

    Returns:
        A decorator for a function ``(layer, call) -> {input axis: (output axis, read)}``, or a list of such
        dictionaries, one per input, None where an input is not read. ``call.inputs`` and ``call.outputs`` have shapes.

    Example:
        >>> @rule(BlurPool)
        ... def blur_pool(layer, call):
        ...     return windows(call, (1, 2), kernel_size=3, strides=2, padding="same")
    """

    def register(function: Rule) -> Rule:
        for layer_type in layer_types:
            _RULES[layer_type] = function
        return function

    return register


def find_rule(operation: Any) -> Rule | None:
    """Return the rule for a layer or operation, None if there is none for what it inherits its call from."""
    for ancestor in type(operation).__mro__:
        # The classes behind keras.ops and keras.activations are not exported: they go by their names.
        key = ancestor.__name__ if ancestor.__module__.startswith(_UNEXPORTED) else ancestor
        if key in _RULES:
            inherits_call = getattr(type(operation), "call", None) is getattr(ancestor, "call", None)
            return _RULES[key] if inherits_call else None
    return None


def has_rule(operation: Any) -> bool:
    """Return whether ``find_rule`` finds one."""
    return find_rule(operation) is not None


def pointwise(call: Call) -> list[Reads]:
    """Return the reads of an operation that keeps positions: activations, sums, normalisation at inference.

    Inputs of lower rank, or of size 1 along an axis, are broadcast as NumPy does it, from the last axis on.
    """
    return [_broadcast(tensor.shape, call.outputs[0].shape) for tensor in call.inputs]


def _broadcast(shape: Shape, output: Shape) -> Reads:
    offset = len(output) - len(shape)
    reads: Reads = {}
    for axis in range(1, len(shape)):
        spread = shape[axis] == 1 and output[axis + offset] != 1
        reads[axis] = (axis + offset, Window(stride=0) if spread else ONE_TO_ONE)
    return reads


def mixing(call: Call, axes: int | Sequence[int]) -> Reads:
    """Return the reads of an operation that mixes positions along ``axes`` and keeps all others: softmax, sorting."""
    rank = len(call.inputs[0].shape)
    mixed = {axis % rank for axis in ([axes] if isinstance(axes, int) else axes)}
    return other_axes(call, mixed)


def joined(call: Call, axis: int) -> list[Reads]:
    """Return the reads of inputs laid one after another along ``axis``."""
    axis %= len(call.outputs[0].shape)
    reads: list[Reads] = []
    before: int | None = 0  # positions of the inputs so far
    for tensor in call.inputs:
        placed: Reads = {} if before is None else {axis: (axis, Window(padding=before))}
        reads.append(other_axes(call, [axis]) | placed)
        size = tensor.shape[axis]
        before = None if before is None or size is None else before + size
    return reads


def reshaped(source: Shape, target: Shape) -> Reads:
    """Return the reads of the axes that a reshape keeps: as long before and after, with as much in front of them.

    An axis that is split, or merged with another, is read whole.
    """
    positions = dict(zip(_places(target), range(1, len(target)), strict=True))
    places = enumerate(_places(source), start=1)
    return {axis: (positions[place], ONE_TO_ONE) for axis, place in places if place in positions and place[-1] != 1}


def _places(shape: Shape) -> list[tuple]:
    """Return, for each axis but the batch: unknown sizes and the product of known ones in front of it, and its size."""
    unknown, product, places = 0, 1, []
    for size in shape[1:]:
        places.append((unknown, product, size))
        unknown, product = (unknown + 1, product) if size is None else (unknown, product * size)
    return places


def windows(
    call: Call,
    axes: Sequence[int],
    kernel_size: int | Sequence[int],
    strides: int | Sequence[int] = 1,
    padding: str = "valid",
    dilation_rate: int | Sequence[int] = 1,
) -> Reads:
    """Return the reads of windows that slide along ``axes`` of the first input: convolutions and poolings.

    Args:
        call: The call.
        axes: The axes that the windows slide along; the others are read whole.
        kernel_size, strides, dilation_rate: One number, or one per axis.
        padding: "valid", "same" or "causal".

    Raises:
        UnknownSizeError: If "same" with a stride pads by the input's size, and that is None.
    """
    sizes = [call.inputs[0].shape[axis] for axis in axes]
    settings = zip(axes, *(each_axis(v, axes) for v in (kernel_size, strides, dilation_rate)), sizes, strict=True)
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


def each_axis(value: int | Sequence[int], axes: Sequence[int]) -> Sequence[int]:
    """Return one value per axis, where one is given for all."""
    return [value] * len(axes) if isinstance(value, int) else value


def spatial_axes(layer: Any, call: Call) -> list[int]:
    """Return the axes between batch and channels, by the layer's ``data_format``."""
    rank = len(call.inputs[0].shape)
    first = getattr(layer, "data_format", None) == "channels_first"
    return list(range(2, rank)) if first else list(range(1, rank - 1))


def other_axes(call: Call, axes: Collection[int]) -> Reads:
    """Return one-to-one reads of the axes that are not among ``axes``: channels, for poolings and paddings."""
    rank = len(call.inputs[0].shape)
    return {axis: (axis, ONE_TO_ONE) for axis in range(1, rank) if axis not in axes}


def reads_of(call: Call, unknown: str = "error") -> list[Reads | None]:
    """Return what the first output's units read of each input of a call.

    Args:
        call: The call.
        unknown: "error", or "global", for which a layer without a rule reads its whole input.

    Raises:
        UnknownLayerError: If there is no rule, and ``unknown`` is "error".
    """
    operation = call.operation
    if isinstance(operation, str):
        return [_moved_axes(call, {"fold": -1, "identity": 0, "unfold": 1}[operation])]
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
            f"the rule for {type(operation).__name__} is about {len(reads)} inputs, and {call.path!r} has "
            f"{len(call.inputs)}"
        )
    return reads


def _moved_axes(call: Call, step: int) -> Reads:
    """Return the reads between a sequence and its steps: axes move by one, time takes or leaves the batch's place."""
    rank = len(call.inputs[0].shape)
    first = 1 if step < 0 else 0
    return {axis: (axis + step, ONE_TO_ONE) for axis in range(first, rank)}


def _no_rule(call: Call) -> Reads:
    kind = type(call.operation).__name__
    raise UnknownLayerError(
        f"layer {call.path!r} is a {kind}: no rule says what its units read, and its call cannot be followed on "
        "symbolic tensors. Register a rule: @course.receptive_field.rule("
        f"{kind}) on a function (layer, call) -> {{input axis: (output axis, read)}}; "
        'or take it to read its whole input: unknown="global"'
    )
