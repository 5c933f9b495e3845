"""The receptive field of a model's units: which pixels of the input can change them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

import keras
import numpy as np

from course.receptive_field.errors import ReceptiveFieldError, UnknownSizeError
from course.receptive_field.fields import Hull, View, Views, walk
from course.receptive_field.graph import Graph, Shape, Tensor, flatten, maker, model_inputs
from course.receptive_field.rules import has_rule

Number = int | Fraction


class Interval(NamedTuple):
    """The input positions ``start … stop - 1`` along one dimension, in pixels; none where ``start == stop``."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        """Number of positions."""
        return self.stop - self.start

    @property
    def centre(self) -> float:
        """The middle, in the coordinates of pixel centres: that of pixel 0 alone is 0.0."""
        return (self.start + self.stop - 1) / 2

    def slice(self) -> slice:
        """Return the interval as an index into an image."""
        return slice(self.start, self.stop)


@dataclass(frozen=True)
class Extent:
    """A receptive field along one dimension; ``ReceptiveField`` says what its fields mean."""

    size: int
    stride: Number | None
    padding: int
    centre: float
    sizes: tuple[int, int]
    varies: bool
    whole: bool


@dataclass(frozen=True)
class ReceptiveField:
    """The receptive field of a tensor's units. Tuples have one entry per spatial dimension of the input.

    Unit ``p`` sees the input positions ``p * stride - padding … p * stride - padding + size - 1``, of which those
    outside of the input are padding. Where this varies, these numbers are those of the first unit, except
    ``size``, which is the largest.

    Attributes:
        input, output: Names of the input and of the layer whose units these are.
        size: Input positions from the first to the last that a unit far from the borders depends on, in pixels;
            of several sizes the largest.
        stride: Input pixels between the fields of neighbouring units; a fraction after upsampling, 0 where every
            unit sees the same, None where no number is right (branches of different strides meet).
        padding: How far the field of the first unit reaches out of the input.
        centre: The middle of the field of the first unit, in the coordinates of pixel centres.
        sizes: The smallest and the largest size; they differ where the phases of an upsampling differ.
        varies: Whether the fields of two units differ by more than a move by ``stride``.
        whole: Whether each unit sees a whole extent of the input (after Flatten or global pooling), in which case the
            numbers are of the part inside of the input.
    """

    input: str
    output: str
    size: tuple[int, ...]
    stride: tuple[Number | None, ...]
    padding: tuple[int, ...]
    centre: tuple[float, ...]
    sizes: tuple[tuple[int, int], ...]
    varies: tuple[bool, ...]
    whole: tuple[bool, ...]
    _analysis: Analysis = field(repr=False, compare=False)
    _tensor: Tensor = field(repr=False, compare=False)

    def at(self, position: int | Sequence[int] = 0, clip: bool = True) -> tuple[Interval, ...]:
        """Return the exact input interval of one unit.

        Args:
            position: The unit's position in the output's map: one index per spatial dimension of the input, in that
                order, or one for all. Dimensions in which the output has no positions left (after Flatten) ignore it.
            clip: Whether only positions inside of the input count (which needs every spatial size), or padding too, as
                if feature maps went on for ever.

        Returns:
            An ``Interval`` for each spatial dimension; all of them are empty for a unit that sees padding only.

        Raises:
            ReceptiveFieldError: If the position lies outside of the output's map.
            UnknownSizeError: If ``clip`` is true and a spatial size is None.
        """
        positions = self._analysis.positions(self._tensor, position)
        return unit_interval(self._analysis.view(self._tensor, bounded=clip), positions)

    def __str__(self) -> str:
        lines = [f"receptive field of {self.output!r} in {self.input!r}"]
        names = {1: ("",), 2: ("height ", "width "), 3: ("depth ", "height ", "width ")}
        extents = [
            (
                self.size[d],
                self.stride[d],
                self.padding[d],
                self.centre[d],
                self.sizes[d],
                self.varies[d],
                self.whole[d],
            )
            for d in range(len(self.size))
        ]
        if len(set(extents)) == 1:
            return "\n".join([*lines, "  " + _describe(*extents[0])])
        labels = names.get(len(extents), [f"axis {d} " for d in range(len(extents))])
        return "\n".join([*lines, *(f"  {label}{_describe(*extent)}" for label, extent in zip(labels, extents))])


def _describe(size, stride, padding, centre, sizes, varies, whole) -> str:
    size_text = f"{sizes[0]} to {sizes[1]}, by position" if sizes[0] != sizes[1] else str(size)
    text = f"size {size_text}  stride {'varies' if stride is None else stride}  padding {padding}  centre {centre:g}"
    if whole:
        text += "  (whole extent)"
    return text + ("  (varies)" if varies and sizes[0] == sizes[1] else "")


def receptive_field(
    model: keras.Model,
    output: Any = None,
    input: Any = None,
    *,
    input_size: int | Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    unknown: str = "error",
    gates: bool = True,
) -> ReceptiveField:
    """Return the receptive field of a model's units: size, stride, padding and centre, by spatial dimension.

    It is found from the graph and the layers' settings, without weights and without a forward pass, and it is exact:
    the box around the pixels on which the output depends when no weight is 0. Layers count as they are at inference:
    dropout and batch normalisation are pointwise.

    Args:
        model: A built Sequential or functional model.
        output: The layer whose units are meant: its name ("block5_pool", inside a nested model "vgg16/block5_pool"),
            itself, its symbolic tensor, or the index of one of the model's outputs. By default the only output.
        input: The input that is meant: a name, a symbolic tensor or an index. By default the only input.
        input_size: Spatial sizes to follow through the graph instead of the model's own, one per axis or one for all;
            for models built with None.
        axes: The input's spatial axes, batch being 0. By default those between batch and channels.
        unknown: What to do with a layer without a rule: "error", or "global", to let it read its whole input.
        gates: Whether paths through a global pooling count where they come back to a map, as squeeze-and-excitation's
            do. With them every unit sees the whole image; False gives the field of the convolutions.

    Returns:
        The field, with ``at(position)`` for single units.

    Raises:
        ReceptiveFieldError: If the model is not built; if there is no such output or input, or no way from one to the
            other; or if the input has no spatial axis.
        UnknownLayerError: If a layer has no rule.
        UnknownSizeError: If a spatial size is None where it matters.

    Example:
        >>> stack = [keras.Input((28, 28, 1)), keras.layers.Conv2D(32, 3), keras.layers.MaxPooling2D()]
        >>> model = keras.Sequential(stack)
        >>> receptive_field(model).size
        (4, 4)

    Reference:
        Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill, 2019.
    """
    analysis = Analysis(model, input, input_size, axes, unknown, gates)
    return analysis.field(analysis.output(output))


class Analysis:
    """A model, flat, and what each of its tensors sees of one input; ``receptive_field`` has the arguments."""

    def __init__(
        self,
        model: keras.Model,
        input: Any = None,
        input_size: int | Sequence[int] | None = None,
        axes: Sequence[int] | None = None,
        unknown: str = "error",
        gates: bool = True,
    ) -> None:
        if unknown not in ("error", "global"):
            raise ValueError(f'unknown is {unknown!r}; it must be "error" or "global"')
        inputs = model_inputs(model)
        index = _find_input(model, inputs, input)
        shapes: list[Shape] = [tuple(tensor.shape) for tensor in inputs]
        self.axes = tuple(axes) if axes is not None else spatial_input_axes(shapes[index], inputs[index])
        if input_size is not None:
            shapes[index] = _resized(shapes[index], self.axes, input_size)
        self.model = model
        self.unknown = unknown
        self.gates = gates
        self.graph: Graph = flatten(model, shapes, has_rule)
        self.source = self.graph.inputs[index]

    @functools.cached_property
    def endless(self) -> Views:
        """What the units of each tensor see where there is no border."""
        return walk(self.graph, self.source, self.axes, bounded=False, unknown=self.unknown, gates=self.gates)

    @functools.cached_property
    def bounded(self) -> Views:
        """What each unit of each tensor sees, borders included."""
        if None in [self.source.shape[axis] for axis in self.axes]:
            raise UnknownSizeError(
                f"input {self.source.maker!r} has shape {self.source.shape}, and the answer depends on its "
                "size. Give one: input_size=(height, width), or build the model with keras.Input(shape)"
            )
        return walk(self.graph, self.source, self.axes, bounded=True, unknown=self.unknown, gates=self.gates)

    def view(self, tensor: Tensor, bounded: bool = False) -> View:
        """Return what the units of a tensor see; raise an error if there is no path to it that can be followed."""
        views = self.bounded if bounded else self.endless
        if tensor not in views:
            raise ReceptiveFieldError(f"there is no path from input {self.source.maker!r} to {tensor.maker!r}")
        view = views[tensor]
        if isinstance(view, ReceptiveFieldError):
            raise view
        return view

    def output(self, output: Any) -> Tensor:
        """Return the tensor that ``output`` means; see ``receptive_field``."""
        outputs = self.graph.outputs
        if output is None:
            if len(outputs) > 1:
                names = ", ".join(repr(tensor.maker) for tensor in outputs)
                raise ReceptiveFieldError(f"model {self.model.name!r} has several outputs ({names}): say which")
            return outputs[0]
        if isinstance(output, int):
            if not -len(outputs) <= output < len(outputs):
                raise ReceptiveFieldError(
                    f"model {self.model.name!r} has {len(outputs)} outputs, and no output {output}"
                )
            return outputs[output]
        if isinstance(output, keras.KerasTensor):
            for symbol, tensor in self.graph.symbols:
                if symbol is output:
                    return tensor
            raise ReceptiveFieldError(f"tensor {output.name!r} is not computed by model {self.model.name!r}")
        return self._named(output)

    def _named(self, output: Any) -> Tensor:
        """Return the output of a layer, given itself or its name."""
        name = output if isinstance(output, str) else output.name
        made = [t for call in self.graph.calls for t in call.outputs if t.maker in (name, f"{self.model.name}/{name}")]
        made = made or [t for call in self.graph.calls for t in call.outputs if t.maker.endswith(f"/{name}")]
        made = made or self._nested_outputs(name) or [t for t in self.graph.inputs if t.maker == name]
        if not made:
            raise ReceptiveFieldError(f"model {self.model.name!r} has no layer {name!r} on the way to its outputs")
        if len(made) > 1:
            raise ReceptiveFieldError(
                f"layer {name!r} has {len(made)} outputs in model {self.model.name!r}, because it is called more than "
                "once or returns several: give the symbolic tensor instead of the name"
            )
        return made[0]

    def _nested_outputs(self, name: str) -> list[Tensor]:
        """Return the outputs of a nested model: its name is that of no call of its own."""
        return [tensor for symbol, tensor in self.graph.symbols if maker(symbol) == name]

    def field(self, tensor: Tensor) -> ReceptiveField:
        """Return the receptive field of the units of a tensor."""
        extents = [self.extent(tensor, dimension) for dimension in range(len(self.axes))]
        names = ("size", "stride", "padding", "centre", "sizes", "varies", "whole")
        values = {name: tuple(getattr(extent, name) for extent in extents) for name in names}
        return ReceptiveField(self.source.maker, tensor.maker, **values, _analysis=self, _tensor=tensor)

    def extent(self, tensor: Tensor, dimension: int) -> Extent:
        """Return the field of a tensor's units along one dimension."""
        view = self.view(tensor)
        if not view.boxes:
            raise ReceptiveFieldError(f"no unit of {tensor.maker!r} depends on input {self.source.maker!r}")
        hulls = view.hulls(dimension)
        if len(hulls) < len(view.boxes) or len({hull.stride for hull in hulls}) > 1:
            return _bounded_extent(self.view(tensor, bounded=True).hulls(dimension))
        return endless_extent(hulls)

    def positions(self, tensor: Tensor, position: int | Sequence[int]) -> tuple[int, ...]:
        """Return a position in a tensor's map, one index per dimension, checked against its shape."""
        axes = self.view(tensor).axes
        given = (position,) * len(axes) if isinstance(position, int | np.integer) else tuple(position)
        if len(given) != len(axes):
            raise ReceptiveFieldError(
                f"position {given} has {len(given)} entries; the input has {len(axes)} dimensions"
            )
        for axis, index in zip(axes, given):
            size = tensor.shape[axis] if axis is not None else None
            if index < 0 or (size is not None and index >= size):
                raise ReceptiveFieldError(
                    f"position {given} is outside of {tensor.maker!r}, whose shape is {tensor.shape}"
                )
        return tuple(0 if axis is None else int(index) for axis, index in zip(axes, given))


def endless_extent(hulls: list[Hull]) -> Extent:
    """Return the field along one dimension from the endless hulls of all boxes."""
    count = max(len(hull.first) for hull in hulls)
    ends = [hull.at(np.arange(count)) for hull in hulls]
    first = np.min([end[0] for end in ends], axis=0)
    last = np.max([end[1] for end in ends], axis=0)
    stride = Fraction(*hulls[0].stride)
    sizes = (last - first + 1)[first <= last]
    origin = int(np.flatnonzero(first <= last)[0])
    moved = first - first[origin] - [stride * (p - origin) for p in range(count)]
    return Extent(
        size=int(sizes.max()),
        stride=int(stride) if stride.denominator == 1 else stride,
        padding=-int(first[0]) if first[0] <= last[0] else 0,
        centre=float(first[origin] + last[origin]) / 2,
        sizes=(int(sizes.min()), int(sizes.max())),
        varies=bool(sizes.min() != sizes.max() or len(sizes) < count or any(abs(m) >= 1 for m in moved)),
        whole=False,
    )


def _bounded_extent(hulls: list[Hull]) -> Extent:
    """Return the field along one dimension from tables; it is whole where all units of a box see the same."""
    whole = all(hull.first.min() == hull.first.max() and hull.last.min() == hull.last.max() for hull in hulls)
    first = functools.reduce(np.minimum, [hull.first for hull in hulls])
    last = functools.reduce(np.maximum, [hull.last for hull in hulls])
    sizes = (last - first + 1)[first <= last]
    origin = int(np.flatnonzero(first <= last)[0])
    return Extent(
        size=int(sizes.max()),
        stride=0 if whole else None,
        padding=-int(first[origin]),
        centre=float(first[origin] + last[origin]) / 2,
        sizes=(int(sizes.min()), int(sizes.max())),
        varies=not whole,
        whole=whole,
    )


def unit_interval(view: View, positions: Sequence[int]) -> tuple[Interval, ...]:
    """Return the input interval of one unit, by dimension."""
    seen = []
    for box in view.boxes:
        hulls = [hull for hull in box if hull is not None]
        if len(hulls) < len(box):
            raise ReceptiveFieldError("without borders these units see no bounded interval; ask with clip=True")
        ends = [hull.at(np.array([p if len(hull.first) > 1 or hull.shift else 0])) for hull, p in zip(hulls, positions)]
        if all(first[0] <= last[0] for first, last in ends):
            seen.append([(int(first[0]), int(last[0])) for first, last in ends])
    if not seen:
        return (Interval(0, 0),) * len(positions)
    return tuple(Interval(min(f for f, _ in ends), max(e for _, e in ends) + 1) for ends in zip(*seen, strict=True))


def spatial_input_axes(shape: Shape, tensor: keras.KerasTensor) -> tuple[int, ...]:
    """Return the axes between batch and channels; the first layer with a data format says where channels are."""
    if len(shape) < 3:
        raise ReceptiveFieldError(
            f"input {tensor.name!r} has shape {shape}: no spatial axis between batch and channels. "
            "If it has one, name it: axes=(1,)"
        )
    operation = tensor._keras_history.operation if hasattr(tensor, "_keras_history") else None
    first = data_format(operation) == "channels_first"
    return tuple(range(2, len(shape))) if first else tuple(range(1, len(shape) - 1))


def data_format(operation: Any) -> str:
    """Return the data format of the first layer after an operation that has one; Keras' own where none has."""
    pending, seen = [operation] if operation is not None else [], set()
    while pending:
        operation = pending.pop(0)
        if id(operation) in seen:
            continue
        seen.add(id(operation))
        if getattr(operation, "data_format", None):
            return operation.data_format
        pending.extend(node.operation for node in operation._outbound_nodes)
    return keras.config.image_data_format()


def _find_input(model: keras.Model, inputs: list, wanted: Any) -> int:
    """Return the index of the input that is meant; see ``receptive_field``."""
    names = [tensor._keras_history.operation.name for tensor in inputs]
    if wanted is None:
        if len(inputs) > 1:
            raise ReceptiveFieldError(f"model {model.name!r} has several inputs ({', '.join(names)}): say which")
        return 0
    if isinstance(wanted, int) and 0 <= wanted < len(inputs):
        return wanted
    for index, tensor in enumerate(inputs):
        if wanted is tensor or wanted == names[index] or wanted is tensor._keras_history.operation:
            return index
    raise ReceptiveFieldError(f"model {model.name!r} has no input {wanted!r}; its inputs are {', '.join(names)}")


def _resized(shape: Shape, axes: tuple[int, ...], input_size: int | Sequence[int]) -> Shape:
    sizes = (input_size,) * len(axes) if isinstance(input_size, int) else tuple(input_size)
    if len(sizes) != len(axes):
        raise ReceptiveFieldError(
            f"input_size {sizes} has {len(sizes)} entries; the input has {len(axes)} spatial axes"
        )
    given = dict(zip(axes, sizes))
    return tuple(given.get(axis, size) for axis, size in enumerate(shape))
