"""What the pictures show, read back from Matplotlib's objects."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course import plots


@pytest.fixture(autouse=True)
def _no_window():
    mpl.use("Agg")
    yield
    plt.close("all")


def pictures(figure):
    return [axis.images[0].get_array() for axis in figure.axes if axis.images and axis.get_label() != "<colorbar>"]


def words(figure):
    texts = [text.get_text() for axis in figure.axes for text in (*axis.texts, axis.title)]
    return [text for text in texts if text]


def test_new_axes_are_named():
    axes = plots.new_axes("Loss by step", "step", "loss", size=(4, 3))
    assert (axes.get_title(), axes.get_xlabel(), axes.get_ylabel()) == ("Loss by step", "step", "loss")
    assert tuple(axes.figure.get_size_inches()) == (4, 3)


@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 1), (5, 6, 3)])
def test_image_grid_shows_every_image_with_its_title(shape):
    images = np.random.default_rng(0).random((7, *shape))
    figure = plots.image_grid(images, range(7), columns=3, title="Seven")
    shown = pictures(figure)
    assert len(shown) == 7
    np.testing.assert_allclose(shown[4], images[4].squeeze(axis=2) if shape == (5, 6, 1) else images[4])
    assert words(figure) == [str(number) for number in range(7)]
    assert figure.get_suptitle() == "Seven"


def test_image_grid_takes_images_of_different_sizes():
    assert len(pictures(plots.image_grid([np.zeros((3, 4)), np.zeros((8, 2, 1))]))) == 2


def test_image_grid_stretches_each_picture_unless_given_a_range():
    images = np.array([[[0.0, 1.0]], [[5.0, 9.0]]])
    assert [axis.images[0].get_clim() for axis in plots.image_grid(images).axes] == [(0, 1), (5, 9)]
    assert [axis.images[0].get_clim() for axis in plots.image_grid(images, value_range=(0, 9)).axes] == [(0, 9)] * 2


def test_signed_images_have_zero_in_the_middle():
    (axis,) = plots.image_grid([np.array([[-1.0, 3.0]])], signed=True).axes
    assert axis.images[0].get_clim() == (-3, 3)


@pytest.mark.parametrize(
    ("images", "titles", "message"),
    [
        ([], None, "no images"),
        (np.zeros((2, 3, 3)), ["one"], "1 titles for 2 images"),
        (np.zeros((2, 3, 3, 2)), None, "(3, 3, 2)"),
    ],
)
def test_image_grid_says_what_it_cannot_draw(images, titles, message):
    with pytest.raises(ValueError) as error:
        plots.image_grid(images, titles)
    assert message in str(error.value)


def test_grey_filters_share_one_scale_about_zero():
    kernels = np.random.default_rng(1).normal(size=(3, 3, 1, 5))
    figure = plots.filter_grid(kernels)
    shown = pictures(figure)
    assert len(shown) == 5
    np.testing.assert_allclose(shown[2], kernels[:, :, 0, 2])
    limits = {axis.images[0].get_clim() for axis in figure.axes[:5]}
    assert limits == {(-np.abs(kernels).max(), np.abs(kernels).max())}


def test_colour_filters_are_stretched_to_colours():
    shown = pictures(plots.filter_grid(np.random.default_rng(2).normal(size=(3, 3, 3, 4))))
    assert [(picture.min(), picture.max()) for picture in shown] == [(0, 1)] * 4


def test_constant_filters_are_drawn():
    assert len(pictures(plots.filter_grid(np.zeros((3, 3, 1, 2))))) == 2
    assert len(pictures(plots.filter_grid(np.zeros((3, 3, 3, 2))))) == 2


def test_filters_of_a_later_layer_have_no_picture():
    with pytest.raises(ValueError, match="32"):
        plots.filter_grid(np.zeros((3, 3, 32, 64)))


def test_number_grid_writes_each_number():
    figure = plots.number_grid({"window": np.array([[0.25, -1.0]]), "kernel": np.array([[3], [4]])}, decimals=2)
    assert words(figure) == ["0.25", "-1", "window", "3", "4", "kernel"]


def test_number_grid_writes_no_negative_zero():
    assert words(plots.number_grid({"zeros": np.array([[-0.0, -0.04, 0.04]])})) == ["0", "0.0", "0.0", "zeros"]


def test_number_grid_needs_matrices():
    with pytest.raises(ValueError, match="matrices"):
        plots.number_grid({"vector": np.zeros(3)})
    with pytest.raises(ValueError, match="matrices"):
        plots.number_grid({})


def test_training_curves_draw_training_dashed_and_validation_solid():
    histories = {"plain": {"loss": [3.0, 2.0], "val_loss": [3.0, 2.5]}, "dropout": {"loss": [3.0, 2.2]}}
    figure = plots.training_curves(histories, limits={"loss": (0, 4)})
    (axis,) = figure.axes
    drawn = [(line.get_linestyle(), line.get_color(), list(line.get_ydata())) for line in axis.lines]
    assert drawn == [("--", "C0", [3, 2]), ("-", "C0", [3, 2.5]), ("--", "C1", [3, 2.2])]
    assert list(axis.lines[0].get_xdata()) == [1, 2]  # epochs are counted as Keras prints them
    assert axis.get_ylim() == (0, 4)
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["plain", "dropout", "training", "validation"]


def test_training_curves_name_what_was_recorded():
    with pytest.raises(ValueError, match="'acuracy'; recorded: loss"):
        plots.training_curves({"run": {"loss": [1.0]}}, ["acuracy"])


def test_confusion_matrix_counts_truth_by_row():
    figure = plots.confusion_matrix(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), ["a", "b", "c"])
    (axis,) = figure.axes
    counts = {(round(text.get_position()[1]), round(text.get_position()[0])): text.get_text() for text in axis.texts}
    assert counts == {(0, 0): "1", (0, 1): "1", (1, 1): "1", (2, 0): "1"}
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("predicted class", "true class")
    assert [label.get_text() for label in axis.get_yticklabels()] == ["a", "b", "c"]


def test_confusion_matrix_refuses_a_class_without_a_name():
    with pytest.raises(ValueError, match="0 … 1"):
        plots.confusion_matrix(np.array([0, 2]), np.array([0, 1]), ["a", "b"])


def test_importing_the_module_does_not_import_matplotlib():
    import subprocess
    import sys

    code = "import sys, course.plots.figures; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_spectrum_grid_marks_the_frequencies_of_a_pattern():
    rows, columns = np.indices((24, 24))
    board = 0.5 + 0.1 * ((rows + columns) % 2)
    figure = plots.spectrum_grid([board, board * 0 + 0.5], ["board", "even"], stride=2, title="Two")
    drawn = pictures(figure)
    assert np.unravel_index(np.argmax(drawn[0]), (24, 24)) == (0, 0)  # half a cycle a pixel, down and across
    assert drawn[0].max() == pytest.approx(20 * np.log10(0.05), abs=0.01)
    assert drawn[1].max() < -100
    marked = {tuple(point) for point in figure.axes[0].lines[0].get_xydata()}
    assert (0.5, 0.0) in marked
    assert (0.0, 0.0) not in marked
    assert figure.axes[0].get_xlabel() == "cycles per pixel, across"


def test_spectrum_grid_refuses_colours_and_missing_titles():
    with pytest.raises(ValueError, match="grey"):
        plots.spectrum_grid([np.zeros((4, 4, 3))], ["colour"])
    with pytest.raises(ValueError, match="1 titles for 2"):
        plots.spectrum_grid([np.zeros((4, 4))] * 2, ["one"])


def test_signal_grid_shows_samples_and_frequencies():
    wave = np.sin(2 * np.pi * np.arange(32) / 8)
    figure = plots.signal_grid({"wave": wave, "even": np.ones(32)})
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), wave)
    heads = figure.axes[1].containers[0].markerline
    assert heads.get_xdata()[np.argmax(heads.get_ydata())] == pytest.approx(1 / 8)
    assert figure.axes[-1].get_xlabel() == "cycles per sample"
    with pytest.raises(ValueError, match="shape"):
        plots.signal_grid({"matrix": np.zeros((2, 2))})
