"""Pictures of segmentations: colours say what they should, and every figure is one figure."""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

from matplotlib import pyplot as plt

from course.plots import segmentation as pictures


@pytest.fixture(autouse=True)
def close_figures():
    """Leave no figure behind."""
    yield
    plt.close("all")


def test_colours_of_classes_differ():
    assert len(np.unique(pictures.class_colours(20).round(3), axis=0)) == 20
    with pytest.raises(ValueError, match="1 to 20 classes, not for 21"):
        pictures.class_colours(21)


def test_void_is_black_and_classes_have_their_colours():
    colours = pictures.colour_labels(np.array([[0, 2], [11, -1]]), 3)
    np.testing.assert_array_equal(colours[0], pictures.class_colours(3)[[0, 2]])
    assert not colours[1].any()


def test_objects_are_painted_and_the_background_stays():
    image = np.full((1, 4, 3), 100, "uint8")
    painted = pictures.paint_instances(image, np.array([[0, 1, 2, 11]]))
    assert painted.dtype == np.uint8
    assert (painted[0, 0] == 100).all()
    assert len(np.unique(painted[0, :3], axis=0)) == 3
    np.testing.assert_array_equal(painted[0, 1], painted[0, 3])  # the eleventh object has the first one's colour
    first = (0.4 * 100 + 0.6 * 255 * np.array(matplotlib.colormaps["tab10"](0)[:3])).astype("uint8")
    np.testing.assert_array_equal(painted[0, 1], first)


def test_outcomes_of_a_mask():
    colours = pictures.mask_outcomes(np.array([[1, 1, 0, 0]]), np.array([[1, 0, 1, 0]]))
    assert [tuple(colour) for colour in colours[0, :3]] == [pictures.HIT, pictures.MISSED, pictures.TOO_MUCH]


def test_a_grid_has_a_column_for_each_label_map_and_a_legend():
    images = np.zeros((2, 6, 8, 3))
    labels = np.zeros((2, 6, 8), int)
    figure = pictures.label_grid(images, {"labels": labels, "network": labels}, ["sky", "road"], title="Streets")
    assert [axis.get_title() for axis in figure.axes[:3]] == ["photograph", "labels", "network"]
    assert len(figure.axes) == 6
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["sky", "road", "void"]


def test_bars_are_grouped_by_class():
    figure = pictures.class_bars({"one": np.array([0.5, np.nan]), "two": np.array([1.0, 0.2])}, ["sky", "road"])
    assert [bar.get_height() for bar in figure.axes[0].patches] == [0.5, 0, 1, 0.2]
