"""Boxes lie where their pixels are drawn."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

from course.plots import boxes as box_plots

IMAGE = np.zeros((8, 10, 3), "uint8")


def test_a_box_is_drawn_around_its_pixels_in_its_colour():
    boxes = [np.array([[2, 1, 5, 4]]), {"red": np.zeros((0, 4)), "cyan": np.array([[0, 0, 10, 8], [1, 1, 2, 2]])}]
    figure = box_plots.box_grid([IMAGE, IMAGE], boxes, ["one", "two"], captions=[["cell"], []], title="boxes")
    first, second = figure.axes
    (box,) = first.patches
    assert (*box.get_xy(), box.get_width(), box.get_height()) == (1.5, 0.5, 3, 3)
    assert [text.get_text() for text in first.texts] == ["cell"]
    assert [patch.get_xy() for patch in second.patches] == [(-0.5, -0.5), (0.5, 0.5)]
    assert second.patches[0].get_edgecolor()[:3] == mpl.colors.to_rgb("cyan")


def test_wide_images_leave_no_gaps():
    nothing = np.zeros((0, 4))
    square, wide = (
        box_plots.box_grid([np.zeros((height, 10, 3), "uint8")] * 4, [nothing] * 4, columns=2, size=2.0)
        for height in (10, 5)
    )
    assert square.get_size_inches()[0] == wide.get_size_inches()[0] == 4
    assert square.get_size_inches()[1] - wide.get_size_inches()[1] == pytest.approx(2)


def test_there_must_be_as_many_boxes_as_images():
    with pytest.raises(ValueError, match="got 2 images, 1 sets of boxes"):
        box_plots.box_grid([IMAGE, IMAGE], [np.zeros((0, 4))])


def test_recall_has_a_panel_per_task_and_per_cent():
    curves = {"search": np.array([0.25, 0.5]), "chance": np.array([0.0, 0.1])}
    figure = box_plots.recall_curves({"things": curves, "cells": curves}, "recall")
    assert [axis.get_title() for axis in figure.axes] == ["things", "cells"]
    first = figure.axes[0].lines[0]
    assert first.get_label() == "search"
    assert [*map(list, (first.get_xdata(), first.get_ydata()))] == [[1, 2], [25, 50]]
    assert figure.axes[0].get_ylabel().endswith("%")


def test_curves_have_names_and_axes():
    figure = box_plots.precision_recall({"a": (np.array([0.1, 0.9]), np.array([1.0, 0.5]))}, "curve")
    (axes,) = figure.axes
    assert axes.get_xlabel().startswith("recall")
    assert axes.get_ylabel().startswith("precision")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a"]
