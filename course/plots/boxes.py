"""Images with boxes on them, side by side; recall of proposals, and precision against recall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from course.plots.figures import DPI, WIDTH, figure_of, image_grid, new_axes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOUR = "lime"
Boxes = np.ndarray | Mapping[str, np.ndarray]


def box_grid(
    images: Sequence[np.ndarray],
    boxes: Sequence[Boxes],
    titles: Iterable[object] | None = None,
    *,
    captions: Sequence[Sequence[object]] | None = None,
    columns: int | None = None,
    title: str = "",
    size: float | None = None,
    width: float = 1.2,
) -> Figure:
    """Draw images in rows, each with its boxes.

    Args:
        images: As :func:`course.plots.figures.image_grid` takes them.
        boxes: One entry per image: ``(N, 4)`` xyxy in pixels, pixel ``c`` covering ``c … c + 1``; or a mapping from the
            names of colours to such boxes.
        titles: One per image, drawn above it.
        captions: One list per image, with a text for each of its boxes; where an image's boxes have several colours,
            for those of the first.
        columns: Images per row.
        title: Title of the figure.
        size: Width and height of an image, in inches.
        width: Width of the boxes' lines, in points.

    Returns:
        The figure.

    Raises:
        ValueError: If there are not as many boxes or captions as images.
    """
    from course.detection.step_through import draw_boxes

    texts_of: Sequence[Sequence[object] | None] = [None] * len(images) if captions is None else captions
    if not len(images) == len(boxes) == len(texts_of):
        raise ValueError(f"box_grid got {len(images)} images, {len(boxes)} sets of boxes, {len(texts_of)} of captions")
    figure = image_grid(images, titles, columns=columns, title=title, size=size)
    _fit_height(figure, max(len(image) / len(image[0]) for image in images))
    for axes, of_image, texts in zip(figure.axes, boxes, texts_of):
        by_colour = of_image if isinstance(of_image, Mapping) else {COLOUR: of_image}
        for number, (colour, some) in enumerate(by_colour.items()):
            shifted = np.asarray(some, float).reshape(-1, 4) - 0.5  # imshow has the centre of pixel 0 at 0
            draw_boxes(axes, shifted, None if number else texts, colour, width)
    return figure


def _fit_height(figure: Figure, aspect: float) -> None:
    """Take away the space that square pictures would have needed, below images that are wider than high."""
    spec = figure.axes[0].get_subplotspec()
    assert spec is not None, "the figure has a grid"
    rows, columns = spec.get_gridspec().get_geometry()
    width, height = figure.get_size_inches()
    spare = max(1 - aspect, 0) * width / columns * rows
    figure.set_size_inches(width, height - spare)


def recall_curves(panels: Mapping[str, Mapping[str, np.ndarray]], title: str = "") -> Figure:
    """Draw the share of objects that the first proposals find, against the number of proposals, a panel per task.

    Args:
        panels: Title of a panel → name of a method → ``(K,)`` recall with 1 … K proposals, 0 to 1.
        title: Title of the figure.

    Returns:
        The figure. The number of proposals has a logarithmic axis.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        1, len(panels), figsize=(WIDTH, 3), dpi=DPI, sharey=True, squeeze=False, layout="constrained"
    )
    for axis, (task, curves) in zip(axes[0], panels.items()):
        for name, curve in curves.items():
            axis.plot(np.arange(1, len(curve) + 1), 100 * np.asarray(curve), label=name)
        axis.set(xscale="log", ylim=(0, 100), xlabel="proposals per image")
        axis.set_title(task, fontsize=10)
        axis.grid(alpha=0.3)
    axes[0, 0].set_ylabel("objects with IoU ≥ 0.5, %")
    axes[0, 0].legend(fontsize=8)
    if title:
        figure.suptitle(title, fontsize=10)
    return figure


def precision_recall(curves: Mapping[str, tuple[np.ndarray, np.ndarray]], title: str = "") -> Figure:
    """Draw precision against recall.

    Args:
        curves: Name → recall and precision, each ``(K,)``, 0 to 1.
        title: Title of the figure.

    Returns:
        The figure.
    """
    axes = new_axes(title, "recall: share of objects found", "precision: share of right detections", size=(5.5, 3.2))
    for name, (recall, precision) in curves.items():
        axes.plot(recall, precision, label=name)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05))
    axes.legend(fontsize=8, loc="lower left")
    return figure_of(axes)
