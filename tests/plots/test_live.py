"""Curves that grow while a network trains."""

from __future__ import annotations

import IPython.display

from course.plots.live import LiveCurves


class Display:
    def __init__(self):
        self.shown, self.updated = [], []

    def __call__(self, figure, display_id):
        self.shown.append(figure)
        return self

    def update(self, figure):
        self.updated.append(figure)


def test_one_picture_is_drawn_again_after_each_epoch(monkeypatch):
    display = Display()
    monkeypatch.setattr(IPython.display, "display", display)
    curves = LiveCurves(title="learning")
    for epoch in range(3):
        curves.on_epoch_end(epoch, {"loss": 1 / (epoch + 1), "val_loss": 1.0})
    assert (len(display.shown), len(display.updated)) == (1, 2)
    assert [len(line.get_xdata()) for line in display.updated[-1].axes[0].lines] == [3, 3]
    assert curves.history["val_loss"] == [1.0, 1.0, 1.0]
