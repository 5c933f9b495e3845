"""Training curves that grow while a network trains, in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from course import plots


class LiveCurves(keras.callbacks.Callback):
    """Draw training and validation curves after every epoch, each time in place of the last picture.

    Args:
        metrics: Names of the metrics to draw, without ``val_``.
        title: Title of the figure.
    """

    def __init__(self, metrics: Sequence[str] = ("loss",), title: str = "") -> None:
        super().__init__()
        self.metrics = metrics
        self.title = title
        self.history: dict[str, list[float]] = {}
        self._shown: Any = None

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Add an epoch's values and draw."""
        from IPython.display import display
        from matplotlib.pyplot import close

        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(float(value))
        figure = plots.training_curves({"run": self.history}, self.metrics, title=self.title)
        close(figure)
        if self._shown is None:
            self._shown = display(figure, display_id=True)
        else:
            self._shown.update(figure)
