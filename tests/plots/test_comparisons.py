"""Bars and spreads show the numbers that were given."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

from matplotlib import pyplot as plt

from course.plots import comparisons


@pytest.fixture(autouse=True)
def close_figures():
    """Leave no figure behind."""
    yield
    plt.close("all")


def test_every_panel_has_a_bar_for_each_name():
    panels = {"Parameters": ("million", np.array([1.0, 102.8])), "Work": ("billion", np.array([3.0, 0.1]))}
    figure = comparisons.bar_panels(["conv", "dense"], panels, colours=["C0", "C1"])
    upper, lower = figure.axes
    assert [bar.get_height() for bar in upper.patches] == [1.0, 102.8]
    assert [bar.get_height() for bar in lower.patches] == [3.0, 0.1]
    assert (upper.get_title(), upper.get_ylabel()) == ("Parameters", "million")
    assert [label.get_text() for label in lower.get_xticklabels()] == ["conv", "dense"]
    assert upper.patches[0].get_facecolor() != upper.patches[1].get_facecolor()


@pytest.mark.parametrize("panels", [{}, {"Parameters": ("million", np.zeros(3))}])
def test_panels_need_a_value_for_each_name(panels):
    with pytest.raises(ValueError, match="panels of 2 values"):
        comparisons.bar_panels(["conv", "dense"], panels)


def test_spread_shows_each_run_the_mean_and_the_deviation():
    scores = {"transfer": {10: [0.5, 0.7], 100: [0.9, 0.9]}, "scratch": {10: [0.3, 0.3]}}
    axes = comparisons.spread_curves(scores, title="How few?", xlabel="images", ylabel="right, %").axes[0]
    means, _, (deviation,) = axes.containers[0].lines
    np.testing.assert_allclose(means.get_xydata(), [[10, 60], [100, 90]])
    np.testing.assert_allclose([segment[:, 1] for segment in deviation.get_segments()], [[50, 70], [90, 90]])
    runs = [line.get_ydata() for line in axes.lines if line.get_marker() == "." and len(line.get_xdata()) == 2]
    np.testing.assert_allclose(runs, [[50, 70], [90, 90], [30, 30]])
    assert axes.get_xscale() == "log"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["10", "100"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["transfer", "scratch"]
    assert (axes.get_title(), axes.get_xlabel(), axes.get_ylabel()) == ("How few?", "images", "right, %")
