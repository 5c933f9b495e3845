"""Figures of receptive fields: what a unit sees on an image, how the field grows, how much of it matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import keras
import numpy as np

from course.receptive_field.analysis import Analysis, ReceptiveField
from course.receptive_field.errors import ReceptiveFieldError
from course.receptive_field.fields import View
from course.receptive_field.footprint import GradientProbe, effective_size
from course.receptive_field.graph import Tensor

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SEEN_LAYERS = 6  # boxes in a picture, unless the layers are named
MARGIN = 0.05  # around what is shown, of its size


def plot_receptive_field(
    model: keras.Model,
    layers: Sequence[Any] | None = None,
    image: np.ndarray | None = None,
    *,
    input: Any = None,
    effective: bool = True,
    samples: int = 8,
    **options: Any,
) -> Figure:
    """Draw the receptive fields of a model in three panels.

    On the left the field of the middle unit of each layer, over an image; in the middle the size by depth; on the right
    the effective field of the last of the layers, measured with the model's weights, in its theoretical box.

    Args:
        model: A built model of a known input size, with a 2D (or 3D: the last two dimensions) input.
        layers: Names of layers, or what else ``receptive_field`` takes as output; by default up to six, spread over
            those where the field grows.
        image: ``[H, W]`` or ``[H, W, C]`` array of the input's size, to draw on.
        input, options: As in ``receptive_field``.
        effective: Whether to measure the effective field, which needs weights and ``samples`` gradients.
        samples: The number of random inputs for the effective field.

    Returns:
        The figure.

    Raises:
        ReceptiveFieldError: As in ``receptive_field``; or if the input has one dimension.
    """
    import matplotlib.pyplot as plt

    analysis = Analysis(model, input, **options)
    if len(analysis.axes) < 2:
        raise ReceptiveFieldError(
            "plot_receptive_field draws on images; this input has one dimension: see summary(model)"
        )
    tensors = [analysis.output(layer) for layer in layers] if layers is not None else growing_tensors(analysis)
    fields = [analysis.field(tensor) for tensor in tensors]
    figure, panels = plt.subplots(
        1, 3 if effective else 2, figsize=(15 if effective else 10, 4.6), layout="constrained"
    )
    plot_boxes(panels[0], analysis, fields, image)
    plot_growth(panels[1], analysis, fields)
    if effective:
        plot_effective(panels[2], analysis, fields[-1], samples)
    return figure


def growing_tensors(analysis: Analysis) -> list[Tensor]:
    """Return up to six tensors, first and last included, at which the field has grown and units have positions."""
    grown, largest = [], 0
    for call in analysis.graph.calls:
        view = analysis.endless.get(call.outputs[0])
        if isinstance(view, View) and None not in view.axes and view.boxes and all(None not in b for b in view.boxes):
            size = analysis.field(call.outputs[0]).size[-1]
            if size > largest:
                grown.append(call.outputs[0])
                largest = size
    if not grown:
        return []
    chosen = np.unique(np.linspace(0, len(grown) - 1, SEEN_LAYERS).round().astype(int))
    return [grown[index] for index in chosen]


def _middle(field: ReceptiveField, analysis: Analysis) -> tuple[int, ...]:
    """Return the position of the middle unit of a map."""
    tensor = field._tensor
    axes = analysis.view(tensor).axes
    return tuple(0 if axis is None else cast(int, tensor.shape[axis]) // 2 for axis in axes)


def _colours(count: int) -> np.ndarray:
    import matplotlib as mpl

    return mpl.colormaps["viridis"](np.linspace(0.0, 0.85, count))


def plot_boxes(axes: Axes, analysis: Analysis, fields: Sequence[ReceptiveField], image: np.ndarray | None) -> None:
    """Draw the field of the middle unit of each layer as a box over the image; padding lies outside of it."""
    from matplotlib.patches import Rectangle

    height, width = (analysis.source.shape[axis] for axis in analysis.axes[-2:])
    if height is None or width is None:
        raise ReceptiveFieldError("the input's size is not known: give input_size=(height, width)")
    if image is None:
        axes.add_patch(Rectangle((-0.5, -0.5), width, height, facecolor="0.9", edgecolor="none"))
    else:
        axes.imshow(image, cmap="gray", extent=(-0.5, width - 0.5, height - 0.5, -0.5))
    corners = [(-0.5, -0.5, width - 0.5, height - 0.5)]
    for field, colour in zip(fields, _colours(len(fields)), strict=True):
        clip = any(field.whole) or None in field.stride
        rows, columns = field.at(_middle(field, analysis), clip=clip)[-2:]
        corner = (columns.start - 0.5, rows.start - 0.5)
        label = f"{field.output}: {rows.size} × {columns.size}"
        axes.add_patch(
            Rectangle(corner, columns.size, rows.size, fill=False, edgecolor=colour, linewidth=2, label=label)
        )
        corners.append((*corner, columns.stop - 0.5, rows.stop - 0.5))
    left, top = np.min(corners, axis=0)[:2]
    right, bottom = np.max(corners, axis=0)[2:]
    margin = MARGIN * max(right - left, bottom - top)
    axes.set(xlim=(left - margin, right + margin), ylim=(bottom + margin, top - margin), aspect="equal")
    axes.set(title="what the middle unit sees", xlabel="x (pixels)", ylabel="y (pixels)")
    axes.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2, frameon=False)


def plot_growth(axes: Axes, analysis: Analysis, marked: Sequence[ReceptiveField]) -> None:
    """Draw the field's size and stride by depth, and some layers as dots in the colours of their boxes."""
    from matplotlib.ticker import MaxNLocator

    sizes: list[int] = []
    strides: list[float] = []
    places: dict[Tensor, int] = {}
    for call in analysis.graph.calls:
        view = analysis.endless.get(call.outputs[0])
        if isinstance(view, View) and view.boxes and all(None not in box for box in view.boxes):
            field = analysis.field(call.outputs[0])
            places[call.outputs[0]] = len(sizes)
            sizes.append(field.size[-1])
            strides.append(float(field.stride[-1]) if field.stride[-1] is not None else np.nan)
    depths = range(len(sizes))
    axes.step(depths, sizes, where="mid", color="0.3", label="field size")
    axes.step(depths, strides, where="mid", color="tab:orange", linestyle="--", label="stride")
    for field, colour in zip(marked, _colours(len(marked)), strict=True):
        if field._tensor in places:
            axes.plot(places[field._tensor], field.size[-1], "o", color=colour, markersize=8)
    size = analysis.source.shape[analysis.axes[-1]]
    if size is not None and sizes and max(sizes) > 0.5 * size:
        axes.axhline(size, color="tab:red", linewidth=1, linestyle=":", label="input")
    axes.set(title="growth by depth", xlabel="layer, in the order of the graph", ylabel="pixels, along x")
    axes.grid(alpha=0.3)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=8, loc="best")


def plot_effective(axes: Axes, analysis: Analysis, field: ReceptiveField, samples: int) -> None:
    """Draw the effective field of the middle unit, with the theoretical box and the effective size in the title."""
    from matplotlib.patches import Rectangle

    position = _middle(field, analysis)
    energy = GradientProbe(analysis, field._tensor, positive=False).energy(position, samples)
    while energy.ndim > 2:
        energy = energy.sum(axis=0)
    magnitude = np.sqrt(energy)
    shown = axes.imshow(magnitude / max(magnitude.max(), np.finfo(float).tiny), cmap="magma", vmin=0, vmax=1)
    rows, columns = field.at(position)[-2:]
    box = Rectangle(
        (columns.start - 0.5, rows.start - 0.5), columns.size, rows.size, fill=False, edgecolor="tab:cyan", linewidth=2
    )
    axes.add_patch(box)
    axes.set(xlabel="x (pixels)", ylabel="y (pixels)")
    axes.set_title(
        f"{field.output}\neffective {effective_size(energy):.0f}, in a box of {rows.size} × {columns.size} pixels"
    )
    axes.figure.colorbar(shown, ax=axes, label="root mean squared gradient, of the largest", shrink=0.85)
