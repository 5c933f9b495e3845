"""Figures of the labs: legible in a notebook's column, with titles, axes and units.

>>> from course import plots
>>> figure = plots.training_curves({"run": {"loss": [2.3, 0.9, 0.4]}}, ["loss"])  # doctest: +SKIP

What most labs need is here. What only some need has a module of its own: :mod:`~course.plots.audio` for sounds
and spectrograms, :mod:`~course.plots.segmentation` for label images, :mod:`~course.plots.boxes` for detections,
:mod:`~course.plots.comparisons` for bars and for scores of repeated runs, :mod:`~course.plots.live` for curves that
grow while a network trains. Importing this package does not import Matplotlib; drawing does.
"""

from course.plots.figures import (
    DPI,
    SIGNED,
    WIDTH,
    confusion_matrix,
    filter_grid,
    image_grid,
    new_axes,
    number_grid,
    signal_grid,
    spectrum_grid,
    training_curves,
)

__all__ = [
    "DPI",
    "SIGNED",
    "WIDTH",
    "confusion_matrix",
    "filter_grid",
    "image_grid",
    "new_axes",
    "number_grid",
    "signal_grid",
    "spectrum_grid",
    "training_curves",
]
