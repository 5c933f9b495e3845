"""Comparisons: bars of several quantities below each other, and scores that spread over repeated runs.

As in :mod:`course.plots.figures`, each function draws one figure and returns it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from course.plots.figures import DPI, WIDTH, figure_of, new_axes

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def bar_panels(
    names: Sequence[str],
    panels: Mapping[str, tuple[str, np.ndarray]],
    *,
    colours: Sequence[str] | None = None,
) -> Figure:
    """Draw several quantities of the same things, such as a network's layers, as panels of bars below each other.

    Args:
        names: Name of each of the N bars, written under the lowest panel.
        panels: Title of a panel → unit of its quantity, and ``(N,)`` values.
        colours: Colour of each bar; the same for all if left out.

    Returns:
        The figure.

    Raises:
        ValueError: There is no panel, or one has another number of values than there are names.
    """
    import matplotlib.pyplot as plt

    if not panels or any(np.shape(values) != (len(names),) for _, values in panels.values()):
        raise ValueError(f"bar_panels draws one or more panels of {len(names)} values, one for each name")
    rows = len(panels)
    figure, axes = plt.subplots(
        rows, 1, figsize=(WIDTH, 2.1 * rows), dpi=DPI, sharex=True, squeeze=False, layout="constrained"
    )
    for axis, (title, (unit, values)) in zip(axes.flat, panels.items()):
        axis.bar(range(len(names)), values, color=colours)
        axis.set(ylabel=unit, title=title)
        axis.grid(axis="y", alpha=0.3)
    axes[-1, 0].set_xticks(range(len(names)), names, rotation=45, ha="right", fontsize=8)
    return figure


def spread_curves(
    scores: Mapping[str, Mapping[int, Sequence[float]]], *, title: str = "", xlabel: str = "", ylabel: str = ""
) -> Figure:
    """Draw scores of repeated runs against a size, on a logarithmic axis: every run, the mean, and the deviation.

    Args:
        scores: Name of a method → size, such as the number of training images → score of each run, from 0 to 1.
        title: Title of the figure.
        xlabel: Name of the sizes.
        ylabel: Name of the scores, which are drawn in percent.

    Returns:
        The figure: a point for each run, and the mean of each size with a bar of one standard deviation up and down.
    """
    axes = new_axes(title, xlabel, ylabel, size=(6.5, 3.6))
    for number, (name, by_size) in enumerate(scores.items()):
        runs = [100 * np.asarray(values, float) for values in by_size.values()]
        means, deviations = [values.mean() for values in runs], [values.std() for values in runs]
        axes.errorbar(list(by_size), means, deviations, fmt="o-", capsize=3, color=f"C{number}", label=name)
        for size, values in zip(by_size, runs):
            axes.plot([size] * len(values), values, ".", color=f"C{number}", alpha=0.4)
    axes.set_xscale("log")
    sizes = sorted({size for by_size in scores.values() for size in by_size})
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.minorticks_off()
    axes.legend()
    return figure_of(axes)
