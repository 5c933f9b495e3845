"""Keras' model summary with what each layer sees: field, stride and centre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from rich.console import Console
from rich.table import Table

from course.receptive_field.analysis import Analysis, ReceptiveField
from course.receptive_field.errors import ReceptiveFieldError
from course.receptive_field.graph import Call


def summary(model: keras.Model, input: Any = None, *, console: Console | None = None, **options: Any) -> None:
    """Print a model layer by layer, with the receptive field of each layer's units.

    Args:
        model: A built model.
        input, options: As in ``receptive_field``.
        console: The console to print to; by default standard output.

    Raises:
        ReceptiveFieldError: If the model is not built, or ``input`` is not one of its inputs.
    """
    analysis = Analysis(model, input, **options)
    table = Table(title=f"Receptive fields of {model.name!r} in {analysis.source.maker!r}, in pixels")
    table.add_column("layer (type)", overflow="fold")
    for heading in ("output shape", "parameters", "field", "stride", "centre"):
        table.add_column(heading, justify="right", overflow="fold")
    counted: set[int] = set()
    for call in analysis.graph.calls:
        if not isinstance(call.operation, str):
            table.add_row(*_row(analysis, call, counted))
    (console or Console()).print(table)


def _row(analysis: Analysis, call: Call, counted: set[int]) -> list[str]:
    """Return the cells of one call; a shared layer's parameters stand in its first row."""
    kind = type(call.operation).__name__
    parameters = 0 if id(call.operation) in counted else parameter_count(call.operation)
    counted.add(id(call.operation))
    shape = str(call.outputs[0].shape)
    return [f"{call.path} ({kind})", shape, f"{parameters:,}" if parameters else "", *_cells(analysis, call)]


def parameter_count(operation: Any) -> int:
    """Return the number of parameters of a layer or model, 0 for an operation."""
    return operation.count_params() if isinstance(operation, keras.layers.Layer) and operation.built else 0


def _cells(analysis: Analysis, call: Call) -> tuple[str, str, str]:
    """Return field, stride and centre; dashes where the layer does not depend on the input, "?" where it is unknown."""
    if call.outputs[0] not in analysis.endless:
        return "–", "–", "–"
    try:
        field = analysis.field(call.outputs[0])
    except ReceptiveFieldError:
        return "?", "?", "?"
    stride = ["varies" if stride is None else str(stride) for stride in field.stride]
    return short(_sizes(field)), short(stride), short([f"{centre:g}" for centre in field.centre])


def _sizes(field: ReceptiveField) -> list[str]:
    ranges = [f"{low}…{high}" if low != high else str(high) for low, high in field.sizes]
    return [f"{text} (all)" if whole else text for text, whole in zip(ranges, field.whole, strict=True)]


def short(values: Sequence[str]) -> str:
    """Return one value where all dimensions are alike, else all of them: "3", "3 × 5"."""
    return values[0] if len(set(values)) == 1 else " × ".join(values)
