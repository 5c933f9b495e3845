"""Pictures of segmentations: label maps, objects in colours, and where a mask is right, missed or too much.

As in :mod:`course.plots.figures`, each function draws one figure and returns it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from course.plots.figures import WIDTH, figure_of, image_grid, new_axes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

VOID_COLOUR = (0.0, 0.0, 0.0)
HIT, MISSED, TOO_MUCH = (1.0, 1.0, 1.0), (0.85, 0.2, 0.15), (0.2, 0.45, 0.9)  # white, red, blue


def class_colours(classes: int) -> np.ndarray:
    """Return one colour per class, (classes, 3) floats in 0 … 1, all well apart; at most 20."""
    import matplotlib

    if not 1 <= classes <= 20:
        raise ValueError(f"there are colours for 1 to 20 classes, not for {classes}")
    return np.asarray(matplotlib.colormaps["tab20"]([*range(0, 20, 2), *range(1, 20, 2)]))[:classes, :3]


def colour_labels(labels: np.ndarray, classes: int) -> np.ndarray:
    """Return a label map as colours.

    Args:
        labels: (H, W) integers; a number that is not a class is drawn black.
        classes: The number of classes.

    Returns:
        (H, W, 3) floats in 0 … 1.
    """
    palette = np.vstack([class_colours(classes), VOID_COLOUR])
    labels = np.asarray(labels)
    return palette[np.where((labels >= 0) & (labels < classes), labels, classes)]


def label_grid(
    images: Sequence[np.ndarray],
    label_maps: Mapping[str, Sequence[np.ndarray]],
    class_names: Sequence[str],
    *,
    title: str = "",
) -> Figure:
    """Draw photographs, and beside each of them its label maps, with a legend of the classes.

    Args:
        images: N photographs, (H, W, 3) uint8 or floats in 0 … 1.
        label_maps: Name of a column → N label maps (H, W).
        class_names: Name of class ``i`` at place ``i``; other labels are void, and black.
        title: Title of the figure.
    """
    from matplotlib.patches import Patch

    pictures, captions = [], []
    for number, image in enumerate(images):
        pictures += [image, *(colour_labels(maps[number], len(class_names)) for maps in label_maps.values())]
        captions += ["photograph", *label_maps] if not number else [""] * (1 + len(label_maps))
    figure = image_grid(
        pictures, captions, columns=1 + len(label_maps), title=title, size=WIDTH / (1 + len(label_maps))
    )
    width = figure.get_size_inches()[0]
    aspect = np.shape(images[0])[0] / np.shape(images[0])[1]
    rows = len(images)
    figure.set_size_inches(width, rows * (width / (1 + len(label_maps)) * aspect + 0.1) + 0.9)
    keys = [Patch(color=colour, label=name) for colour, name in zip(class_colours(len(class_names)), class_names)]
    keys.append(Patch(color=VOID_COLOUR, label="void"))
    figure.legend(handles=keys, loc="outside lower center", ncols=6, fontsize=8)
    return figure


def paint_instances(image: np.ndarray, instances: np.ndarray) -> np.ndarray:
    """Return a picture with every object in a colour of its own, through which the picture shows.

    Args:
        image: (H, W, 3) uint8.
        instances: (H, W) integers: 0 is background, 1 … n are objects. There are ten colours; the eleventh object has
            the first one's again.

    Returns:
        (H, W, 3) uint8; the background stays as it is.
    """
    from matplotlib import colormaps

    colours = 255 * colormaps["tab10"](np.arange(10))[:, :3]
    mixed = 0.4 * image + 0.6 * colours[(instances - 1) % 10]
    return np.where(instances[..., None] > 0, mixed, image).astype("uint8")


def mask_outcomes(truth: np.ndarray, prediction: np.ndarray) -> np.ndarray:
    """Return where a mask is right and wrong, as colours.

    Args:
        truth: (H, W); pixels that are not zero belong to the mask.
        prediction: (H, W), in the same way.

    Returns:
        (H, W, 3) floats: white where both have the mask, red where it was missed, blue where it is too much, and dark
        grey elsewhere.
    """
    truth, prediction = np.asarray(truth) != 0, np.asarray(prediction) != 0
    colours = np.full((*truth.shape, 3), 0.15)
    for where, colour in ((truth & prediction, HIT), (truth & ~prediction, MISSED), (~truth & prediction, TOO_MUCH)):
        colours[where] = colour
    return colours


def class_bars(scores: Mapping[str, np.ndarray], class_names: Sequence[str], *, title: str = "") -> Figure:
    """Draw a score of each class for several methods, as groups of bars.

    Args:
        scores: Name of a method → (classes,) scores from 0 to 1; NaN draws no bar.
        class_names: Name of each class.
        title: Title of the figure.
    """
    axes = new_axes(title, "", "intersection over union", size=(WIDTH, 2.9))
    places, width = np.arange(len(class_names)), 0.8 / len(scores)
    for number, (name, values) in enumerate(scores.items()):
        axes.bar(places + (number - (len(scores) - 1) / 2) * width, np.nan_to_num(values), width, label=name)
    axes.set_xticks(places, class_names, rotation=30, ha="right", fontsize=8)
    axes.set_ylim(0, 1)
    axes.legend(fontsize=8, ncols=len(scores))
    return figure_of(axes)
