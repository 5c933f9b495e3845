"""The check that labs and graders use: is the receptive field what it should be, and if not, which layer is it?"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import keras

from course.receptive_field.analysis import Analysis, ReceptiveField, endless_extent
from course.receptive_field.errors import ReceptiveFieldError
from course.receptive_field.fields import View, Views, walk
from course.receptive_field.graph import Call, Tensor
from course.receptive_field.reads import ONE_TO_ONE, Read, Window
from course.receptive_field.rules import reads_of


def assert_receptive_field(
    model: keras.Model,
    size: int | Sequence[int],
    stride: int | Sequence[int] | None = None,
    output: Any = None,
    input: Any = None,
    **options: Any,
) -> ReceptiveField:
    """Assert the receptive field of a model's last feature map.

    Args:
        model: A built model.
        size: The expected size in pixels, one number for all dimensions or one per dimension.
        stride: The expected stride, in the same form; not checked by default.
        output: The layer whose units are meant; by default that of the last feature map: the model's output, or the
            input of a Flatten, Dense or global pooling at the end.
        input, options: As in ``receptive_field``.

    Returns:
        The field, for further checks.

    Raises:
        AssertionError: If size or stride differ. The message says which layer makes the difference.
        ReceptiveFieldError: As in ``receptive_field``.
    """
    analysis = Analysis(model, input, **options)
    tensor = last_feature_map(analysis) if output is None else analysis.output(output)
    field = analysis.field(tensor)
    wanted_size = _each(size, field)
    wanted_stride = None if stride is None else _each(stride, field)
    if not _is_as_wanted(field, wanted_size, wanted_stride):
        wanted = _short(wanted_size) + ("" if wanted_stride is None else f" with stride {_short(wanted_stride)}")
        raise AssertionError(
            f"the receptive field at {field.output!r} is {_short(field.size)} with stride {_short(field.stride)}, "
            f"and should be {wanted}. {_hint(analysis, tensor, wanted_size, wanted_stride)}"
        )
    return field


def _is_as_wanted(field: Extents | ReceptiveField, size: tuple[int, ...], stride: tuple[int, ...] | None) -> bool:
    return field.size == size and (stride is None or field.stride == stride)


class Extents(NamedTuple):
    """Size and stride by dimension."""

    size: tuple[int, ...]
    stride: tuple[Any, ...]


def _hint(analysis: Analysis, tensor: Tensor, size: tuple[int, ...], stride: tuple[int, ...] | None) -> str:
    """Say which layer makes the difference: a change that makes it right, a layer where it is right, or all sizes."""
    path = _path(analysis, tensor)
    changes = _single_changes(analysis, tensor, path, size, stride) if len(path) <= LONGEST_SEARCH else []
    if changes:
        return "It would be, if " + ", or if ".join(changes[:3])
    for call in path[::-1]:
        here = _extents(analysis.endless, call.outputs[0], analysis)
        if here and _is_as_wanted(here, size, stride):
            return f"It is at {call.path!r}: the layers after that make the difference"
    return "It grows like this: " + _growth(analysis, path)


LONGEST_SEARCH = 120  # calls; what is longer would take seconds
_KERNELS, _STRIDES, _DILATIONS = range(1, 8), (1, 2, 3, 4), (1, 2, 4, 8, 16)


def _single_changes(
    analysis: Analysis, tensor: Tensor, path: Sequence[Call], size: tuple[int, ...], stride: tuple[int, ...] | None
) -> list[str]:
    """Return, in words, each change of one setting of one window that gives the wanted field."""
    found = []
    for call in path:
        window = _window(analysis, call)
        for setting, value in _other_settings(call.operation, window):
            change = functools.partial(_replaced, setting=setting, value=value)
            views = walk(
                analysis.graph, analysis.source, analysis.axes, False, analysis.unknown, analysis.gates, (call, change)
            )
            extents = _extents(views, tensor, analysis)
            if extents and _is_as_wanted(extents, size, stride):
                was = getattr(window, setting)
                found.append(f"{call.path!r} had {_NAMES[setting]} {value} instead of {was}")
    return found


_NAMES = {"kernel_size": "kernel or pool size", "stride": "stride", "dilation": "dilation"}


def _other_settings(operation: Any, window: Window | None) -> list[tuple[str, int]]:
    if window is None:
        return []
    options = [("stride", value) for value in _STRIDES] + [("kernel_size", value) for value in _KERNELS]
    if hasattr(operation, "dilation_rate"):
        options += [("dilation", value) for value in _DILATIONS]
    return [(setting, value) for setting, value in options if getattr(window, setting) != value]


def _replaced(read: Read, setting: str, value: int) -> Read:
    return dataclasses.replace(read, **{setting: value}) if isinstance(read, Window) and read != ONE_TO_ONE else read


def _window(analysis: Analysis, call: Call) -> Window | None:
    """Return the window that a call slides along the first spatial axis, None if it does something else."""
    try:
        reads = reads_of(call, analysis.unknown)
    except ReceptiveFieldError:
        return None
    entries = [read for each in reads if each for _, read in each.values()]
    windows = [read for read in entries if isinstance(read, Window) and (read.kernel_size, read.stride) != (1, 1)]
    return windows[0] if windows else None


def _extents(views: Views, tensor: Tensor, analysis: Analysis) -> Extents | None:
    """Return size and stride of a tensor's units in a walk without borders, None where there is no single one."""
    view = views.get(tensor)
    if not isinstance(view, View) or any(None in box for box in view.boxes) or not view.boxes:
        return None
    extents = [endless_extent(view.hulls(d)) for d in range(len(analysis.axes))]
    return Extents(tuple(e.size for e in extents), tuple(e.stride for e in extents))


def _growth(analysis: Analysis, path: Sequence[Call]) -> str:
    """Return the sizes and strides along a path, where they change: "conv2d 3, max_pooling2d 4 (stride 2) …"."""
    steps, before = [], None
    for call in path:
        extents = _extents(analysis.endless, call.outputs[0], analysis)
        if extents and extents != before:
            steps.append(f"{call.path} {_short(extents.size)} (stride {_short(extents.stride)})")
            before = extents
    return " → ".join(steps)


def _path(analysis: Analysis, tensor: Tensor) -> list[Call]:
    """Return the calls that a tensor depends on, in order."""
    needed, path = {tensor}, []
    for call in reversed(analysis.graph.calls):
        if needed.intersection(call.outputs):
            needed.update(call.inputs)
            path.append(call)
    return path[::-1]


def last_feature_map(analysis: Analysis) -> Tensor:
    """Return the last tensor on the way to the first output whose units still have positions of their own."""
    ahead = {analysis.graph.outputs[0]}
    for call in reversed(analysis.graph.calls):
        for tensor in call.outputs:
            view = analysis.endless.get(tensor) if tensor in ahead else None
            if isinstance(view, View) and None not in view.axes and all(None not in box for box in view.boxes):
                return tensor
        if ahead.intersection(call.outputs):
            ahead.update(call.inputs)
    return analysis.source


def _each(value: int | Sequence[int], field: ReceptiveField) -> tuple[int, ...]:
    return (value,) * len(field.size) if not isinstance(value, Sequence) else tuple(value)


def _short(values: Sequence) -> str:
    """Return one number where all are equal."""
    return str(values[0]) if len(set(values)) == 1 else "(" + ", ".join(map(str, values)) + ")"
