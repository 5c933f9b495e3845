"""Pictures of what a two-stage detector does to one image: anchors hit, proposals, regions on the pyramid, masks.

Each function draws one figure and returns it; :func:`step_through` draws all that a model has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
from keras import ops

from course.detection.boxes import iou
from course.detection.examples import Targets
from course.detection.faster_rcnn import FasterRCNN
from course.detection.masks import paste_masks
from course.detection.matching import POSITIVE, match
from course.detection.rpn import propose

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 80
PANEL = 3.0  # inches per side
COLOURS = "tab10"
SHOWN = 8  # masks in a row
BEHIND_TEXT = {"facecolor": "black", "alpha": 0.6, "linewidth": 0, "pad": 1}
SURE = 0.5  # score from which on a detection is drawn


def draw_boxes(
    axes: Axes, boxes: np.ndarray, captions: Iterable[object] | None = None, colour: str = "lime", width: float = 1.2
) -> None:
    """Draw ``(N, 4)`` boxes in pixels onto axes that show an image, each with a caption above it."""
    from matplotlib.patches import Rectangle

    captions = [""] * len(boxes) if captions is None else captions
    for (x1, y1, x2, y2), caption in zip(boxes, captions):
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=colour, linewidth=width))
        if str(caption):
            axes.text(x1, y1, str(caption), color=colour, fontsize=8, va="bottom", clip_on=True, bbox=BEHIND_TEXT)


def draw_detections(
    image: np.ndarray,
    boxes: np.ndarray,
    labels: np.ndarray,
    scores: np.ndarray | None = None,
    class_names: Sequence[str] | None = None,
    title: str = "",
    axes: Axes | None = None,
) -> Figure:
    """Draw an image with boxes, each with its class and score; empty slots (label -1) are left out.

    Args:
        image: ``(H, W, 3)`` uint8.
        boxes: ``(N, 4)`` xyxy in pixels.
        labels: ``(N,)``.
        scores: ``(N,)``, or None for what is known to be there.
        class_names: Names; numbers if left out.
        title: What is drawn.
        axes: Where to draw; a figure of its own if left out.
    """
    axes = _row([title])[0] if axes is None else axes
    _show(axes, image, title)
    used = np.flatnonzero(np.asarray(labels) >= 0)
    names = [class_names[labels[place]] if class_names is not None else labels[place] for place in used]
    captions = names if scores is None else [f"{name} {scores[place]:.2f}" for name, place in zip(names, used)]
    draw_boxes(axes, boxes[used], captions)
    return _figure_of(axes)


def draw_anchors_hit(model: FasterRCNN, image: np.ndarray, targets: Targets) -> Figure:
    """Draw the anchors that each level learns as objects, beside the objects.

    Args:
        model: The detector, trained or not.
        image: ``(H, W, 3)`` uint8.
        targets: ``boxes`` and ``labels`` with one image; see :mod:`course.detection.examples`.
    """
    valid = targets["labels"] >= 0
    overlaps = iou(targets["boxes"], np.concatenate(model.anchors))
    thresholds = model.settings.rpn_bg_iou_threshold, model.settings.rpn_fg_iou_threshold
    _, states = match(overlaps, valid, *thresholds, allow_low_quality_matches=True)
    hit = ops.convert_to_numpy(states)[0] == POSITIVE
    by_level = np.split(hit, np.cumsum([len(level) for level in model.anchors])[:-1])
    titles = [
        f"stride {stride}: {of_level.sum()} of {len(of_level):,} anchors"
        for stride, of_level in zip(model.strides, by_level)
    ]
    panels = _row(["objects", *titles])
    _show(panels[0], image, "objects")
    draw_boxes(panels[0], targets["boxes"][0][valid[0]], targets["labels"][0][valid[0]])
    for axes, title, anchors, of_level in zip(panels[1:], titles, model.anchors, by_level):
        _show(axes, image, title)
        draw_boxes(axes, anchors[of_level], colour="orange", width=0.8)
    return _figure_of(panels[0])


def draw_proposals(model: FasterRCNN, image: np.ndarray, best: int = 40) -> Figure:
    """Draw the best proposals before and after non-maximum suppression.

    Args:
        model: The detector.
        image: ``(H, W, 3)`` uint8.
        best: Proposals to draw, at most.
    """
    raw = model.raw(ops.convert_to_tensor(image[np.newaxis], "float32"))
    settings = model.settings
    panels = _row(["before suppression", "after suppression"])
    for axes, what, threshold in zip(panels, ("before", "after"), (1.0, settings.rpn_nms_threshold)):
        outputs = raw["objectness"], raw["deltas"], model.anchors, model.image_size
        boxes, scores, valid = propose(*outputs, settings.rpn_pre_nms_top_n, best, threshold)
        boxes = ops.convert_to_numpy(boxes)[0][ops.convert_to_numpy(valid)[0]]
        title = f"{what} suppression (IoU {settings.rpn_nms_threshold}): the best {len(boxes)}"
        _show(axes, image, title)
        draw_boxes(axes, boxes[::-1], colour="orange", width=0.6)
        draw_boxes(axes, boxes[:1], [f"{float(ops.sigmoid(scores[0, 0])):.2f}"])
    return _figure_of(panels[0])


def draw_regions(model: FasterRCNN, image: np.ndarray) -> Figure:
    """Draw each level of the pyramid, by its channels' mean strength, with the proposals that are read from it."""
    raw = model.raw(ops.convert_to_tensor(image[np.newaxis], "float32"))
    boxes, _, valid = model.propose(raw)
    which = ops.convert_to_numpy(model.levels_of(boxes))[0]
    boxes, valid = ops.convert_to_numpy(boxes)[0], ops.convert_to_numpy(valid)[0]
    levels = raw["levels"][: model.roi_levels]
    titles = [
        f"stride {stride}: {int((valid & (which == place)).sum())} regions"
        for place, stride in enumerate(model.strides[: model.roi_levels])
    ]
    panels = _row(titles)
    for place, (axes, title, level) in enumerate(zip(panels, titles, levels)):
        strength = np.abs(ops.convert_to_numpy(ops.cast(level, "float32"))[0]).mean(axis=-1)
        rows, columns = (length * model.strides[place] for length in strength.shape)
        _show(axes, strength, title, extent=(0, columns, rows, 0))
        draw_boxes(axes, boxes[valid & (which == place)], colour="orange", width=0.6)
    return _figure_of(panels[0])


def draw_masks(model: FasterRCNN, image: np.ndarray, class_names: Sequence[str] | None = None) -> Figure:
    """Draw the masks of the best detections, as the head predicts them, and pasted into the image.

    Args:
        model: A detector that predicts masks.
        image: ``(H, W, 3)`` uint8.
        class_names: Names; numbers if left out.
    """
    from matplotlib import colormaps

    found = {name: ops.convert_to_numpy(value)[0] for name, value in model(image[np.newaxis]).items()}
    sure = np.flatnonzero(found["scores"] >= SURE)[:SHOWN]
    masks, boxes = found["masks"][sure], found["boxes"][sure]
    names = [class_names[label] if class_names is not None else label for label in found["labels"][sure]]
    side = found["masks"].shape[1]
    titles = [f"objects with score ≥ {SURE}: {len(sure)}", *(f"{name}: {side} × {side}" for name in names)]
    panels = _row(titles)
    painted = image.astype(float)
    for number, mask in enumerate(paste_masks(masks, boxes, *image.shape[:2])):
        colour = 255 * np.array(colormaps[COLOURS](number)[:3])
        painted[mask] = 0.4 * painted[mask] + 0.6 * colour
    _show(panels[0], painted.astype(np.uint8), titles[0])
    draw_boxes(panels[0], boxes, names)
    for axes, title, mask in zip(panels[1:], titles[1:], masks):
        _show(axes, mask, title, value_range=(0, 1))
    return _figure_of(panels[0])


def step_through(
    model: FasterRCNN, image: np.ndarray, targets: Targets | None = None, class_names: Sequence[str] | None = None
) -> list[Figure]:
    """Return one figure per stage, from anchors to masks.

    Args:
        model: The detector.
        image: ``(H, W, 3)`` uint8.
        targets: What is in the image, with one image in each array; without it the anchors' figure is left out.
        class_names: Names of the classes.
    """
    figures = [] if targets is None else [draw_anchors_hit(model, image, targets)]
    figures += [draw_proposals(model, image), draw_regions(model, image)]
    if hasattr(model, "mask_head"):
        return [*figures, draw_masks(model, image, class_names)]
    found = {name: ops.convert_to_numpy(value)[0] for name, value in model(image[np.newaxis]).items()}
    sure = np.where(found["scores"] >= SURE, found["labels"], -1)
    title = f"objects with score ≥ {SURE}: {(sure >= 0).sum()}"
    return [*figures, draw_detections(image, found["boxes"], sure, found["scores"], class_names, title)]


def _row(titles: Sequence[str]) -> list[Axes]:
    """Return axes side by side in a figure of their own, one per title."""
    import matplotlib.pyplot as plt

    size = min(PANEL, 12 / len(titles))
    figure, axes = plt.subplots(1, len(titles), figsize=(size * len(titles), size + 0.3), dpi=DPI, squeeze=False)
    figure.set_layout_engine("constrained")
    plt.close(figure)  # a notebook shows what the cell returns, once
    return list(axes[0])


def _figure_of(axes: Axes) -> Figure:
    """Return the figure that axes lie in: none here lie in a part of one."""
    return cast("Figure", axes.figure)


def _show(
    axes: Axes,
    image: np.ndarray,
    title: str,
    extent: tuple[float, float, float, float] | None = None,
    value_range: tuple[float | None, float | None] = (None, None),
) -> None:
    """Show an image with pixel ``c`` covering ``c … c + 1``, as boxes have it."""
    low, high = value_range
    extent = extent or (0, image.shape[1], image.shape[0], 0)
    axes.imshow(image, extent=extent, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
    axes.set_title(title, fontsize=9)
    axes.set_xticks([])
    axes.set_yticks([])
