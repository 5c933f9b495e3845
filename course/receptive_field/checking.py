"""The check that labs and graders use: is the receptive field what it should be, and if not, which layer is it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from course.receptive_field.analysis import Analysis, ReceptiveField
from course.receptive_field.graph import Tensor


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
        model: a built model.
        size: the expected size in pixels, one number for all dimensions or one each.
        stride: the expected stride, likewise; not checked by default.
        output: whose units; by default the last feature map: the model's output, or what a Flatten, Dense or
            global pooling at the end takes in.
        input, options: as in `receptive_field`.

    Returns:
        The field, for further checks.

    Raises:
        AssertionError: size or stride differ; the message says which layer makes the difference.
        ReceptiveFieldError: as in `receptive_field`.
    """
    analysis = Analysis(model, input, **options)
    tensor = last_feature_map(analysis) if output is None else analysis.output(output)
    field = analysis.field(tensor)
    wanted_size = _each(size, field)
    wanted_stride = field.stride if stride is None else _each(stride, field)
    if field.size != wanted_size or field.stride != wanted_stride:
        wanted = f"{_short(wanted_size)}" + ("" if stride is None else f" with stride {_short(wanted_stride)}")
        raise AssertionError(
            f"the receptive field at {field.output!r} is {_short(field.size)} with stride {_short(field.stride)}; "
            f"expected {wanted}"
        )
    return field


def last_feature_map(analysis: Analysis) -> Tensor:
    """Return the last tensor on the way to the first output whose units still have positions of their own."""
    ahead = {analysis.graph.outputs[0]}
    for call in reversed(analysis.graph.calls):
        for tensor in call.outputs:
            view = analysis.endless.get(tensor) if tensor in ahead else None
            if view and None not in view.axes and all(None not in box for box in view.boxes):
                return tensor
        if ahead.intersection(call.outputs):
            ahead.update(call.inputs)
    return analysis.source


def _each(value: int | Sequence[int], field: ReceptiveField) -> tuple[int, ...]:
    return (value,) * len(field.size) if not isinstance(value, Sequence) else tuple(value)


def _short(values: Sequence) -> str:
    """Return one number where all are equal."""
    return str(values[0]) if len(set(values)) == 1 else "(" + ", ".join(map(str, values)) + ")"
