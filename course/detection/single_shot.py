"""Detectors that look once: SSD with default boxes and hard negatives, and YOLO's grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from course.detection.anchors import pyramid_anchors
from course.detection.box_coding import BOX_VARIANCE, decode_boxes, encode_boxes
from course.detection.boxes import Tensor, clip_to_image, iou, is_large
from course.detection.detector import Detector, Raw, Truth, finest_stride
from course.detection.losses import masked_mean, smooth_l1
from course.detection.matching import NEGATIVE, POSITIVE, match
from course.detection.nms import NEVER, nms_per_class
from course.detection.pyramid import build_pyramid
from course.detection.rpn import flatten_levels
from course.detection.sampling import hardest_negatives

CANDIDATES = 10  # candidates that enter suppression, for each detection that may leave it


class _OneLook(Detector):
    """Choosing detections from the scores of all classes at all places."""

    def __init__(
        self,
        backbone: keras.Model,
        classes: int,
        loss_names: Sequence[str],
        score_threshold: float,
        iou_threshold: float,
        detections: int,
        seed: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(backbone, classes, loss_names, seed, **kwargs)
        self.score_threshold, self.iou_threshold, self.detections = score_threshold, iou_threshold, detections

    def choose(self, boxes: Tensor, scores: Tensor) -> dict[str, Tensor]:
        """Return the best of ``(B, N, 4)`` boxes with ``(B, N, classes)`` scores, after suppression within classes."""
        boxes = clip_to_image(boxes, *self.image_size)
        scores = ops.where(is_large(boxes, 1e-2)[..., None], scores, NEVER)
        scores = ops.reshape(scores, (-1, boxes.shape[1] * self.classes))
        scores, best = ops.top_k(scores, min(scores.shape[1], CANDIDATES * self.detections))
        best = ops.cast(best, "int32")
        boxes = ops.take_along_axis(boxes, (best // self.classes)[..., None], axis=1)
        classes = best % self.classes
        kept, valid = nms_per_class(boxes, scores, classes, self.iou_threshold, self.detections, self.score_threshold)
        return {
            "boxes": ops.where(valid[..., None], ops.take_along_axis(boxes, kept[..., None], axis=1), 0.0),
            "labels": ops.where(valid, ops.take_along_axis(classes, kept, axis=1), -1),
            "scores": ops.where(valid, ops.take_along_axis(scores, kept, axis=1), 0.0),
        }

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        return super().get_config() | {
            "score_threshold": self.score_threshold,
            "iou_threshold": self.iou_threshold,
            "detections": self.detections,
        }


@keras.saving.register_keras_serializable("course.detection")
class SSD(_OneLook):
    """A class and four offsets at each of many default boxes, on several maps, from one convolution each.

    Default boxes with an IoU of ``match_iou`` or more with an object, and the best one of each object, learn its class
    and box; of the others only the hardest learn that they are background.

    Args:
        backbone: See :func:`course.detection.build_backbone`.
        classes: Number of classes, background not counted.
        box_scale: Side of a map's default boxes, in its strides; a second box is √2 times as large.
        ratios: Height over width of the default boxes.
        channels: Channels of the pyramid that the maps go through first, and of the convolution all levels share.
        match_iou: IoU from which on a default box is an object's.
        negatives: Background boxes to learn from, for each of an object.
        score_threshold: Detections below it are left out.
        iou_threshold: IoU above which of two detections of a class one goes.
        detections: Detections an image, at most.
        seed: Unused by SSD itself; every detector has one.

    Reference:
        Liu et al., SSD: Single Shot MultiBox Detector, 2016. The feature pyramid is Lin et al.'s, 2017.
    """

    def __init__(
        self,
        backbone: keras.Model,
        classes: int,
        box_scale: float = 4.0,
        ratios: Sequence[float] = (0.5, 1.0, 2.0),
        channels: int = 64,
        match_iou: float = 0.5,
        negatives: float = 3.0,
        score_threshold: float = 0.05,
        iou_threshold: float = 0.45,
        detections: int = 100,
        seed: int | None = 0,
        **kwargs: Any,
    ) -> None:
        names = ("class_loss", "box_loss")
        super().__init__(backbone, classes, names, score_threshold, iou_threshold, detections, seed, **kwargs)
        self.box_scale, self.ratios, self.channels = box_scale, tuple(ratios), channels
        self.match_iou, self.negatives = match_iou, negatives
        maps = [tuple(map_.shape[1:]) for map_ in backbone.outputs]
        self.pyramid = build_pyramid(maps, channels, extra=False)
        strides = [finest_stride(backbone) * 2**level for level in range(len(maps))]
        sizes = [[box_scale * stride, box_scale * stride * 2**0.5] for stride in strides]
        self.anchors = np.concatenate(pyramid_anchors([map_[:2] for map_ in maps], strides, sizes, self.ratios))
        self.head = _ssd_head(channels, 2 * len(self.ratios), classes)

    def raw(self, images: Tensor, training: bool = False) -> Raw:
        """Return ``logits`` (B, N, classes + 1), background last, and ``deltas`` (B, N, 4)."""
        levels = self.pyramid(self.backbone(images, training=training), training=training)
        heads = [self.head(level, training=training) for level in levels]
        return {
            "logits": ops.concatenate(flatten_levels([logits for logits, _ in heads], self.classes + 1), axis=1),
            "deltas": ops.concatenate(flatten_levels([deltas for _, deltas in heads], 4), axis=1),
        }

    def losses_of(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the two losses, each over the number of matched default boxes."""
        overlaps = iou(truth["boxes"], self.anchors)
        objects, states = match(overlaps, truth["valid"], self.match_iou, self.match_iou, low_quality=True)
        positives = states == POSITIVE
        labels = ops.where(positives, ops.take_along_axis(truth["labels"], objects, axis=1), self.classes)
        log_probabilities = ops.log_softmax(raw["logits"])
        chosen = ops.one_hot(labels, self.classes + 1, dtype="float32")
        losses = -ops.sum(chosen * log_probabilities, axis=-1)
        hard = hardest_negatives(ops.stop_gradient(losses), positives, states == NEGATIVE, self.negatives)
        count = ops.sum(ops.cast(positives, "float32"))
        boxes = ops.take_along_axis(truth["boxes"], objects[..., None], axis=1)
        targets = ops.where(positives[..., None], encode_boxes(boxes, self.anchors, BOX_VARIANCE), 0.0)
        errors = ops.sum(smooth_l1(raw["deltas"] - targets, beta=1.0), axis=-1)
        return {
            "class_loss": masked_mean(losses, ops.logical_or(positives, hard), count),
            "box_loss": masked_mean(errors, positives, count),
        }

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Return detections."""
        boxes = decode_boxes(raw["deltas"], self.anchors, BOX_VARIANCE)
        return self.choose(boxes, ops.softmax(raw["logits"])[..., :-1])

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        return super().get_config() | {
            "box_scale": self.box_scale,
            "ratios": self.ratios,
            "channels": self.channels,
            "match_iou": self.match_iou,
            "negatives": self.negatives,
        }


def _ssd_head(channels: int, boxes: int, classes: int) -> keras.Model:
    features = layers.Input((None, None, channels))
    hidden = layers.Conv2D(channels, 3, padding="same", activation="relu", name="hidden")(features)
    small = keras.initializers.RandomNormal(stddev=0.01)
    logits = layers.Conv2D(
        boxes * (classes + 1), 3, padding="same", kernel_initializer=small.clone(), name="classes", dtype="float32"
    )(hidden)
    deltas = layers.Conv2D(
        boxes * 4, 3, padding="same", kernel_initializer=small.clone(), name="deltas", dtype="float32"
    )(hidden)
    return keras.Model(features, [logits, deltas], name="ssd_head")


@keras.saving.register_keras_serializable("course.detection")
class YOLO(_OneLook):
    """A grid in which each cell answers for the object whose centre it holds: ``5 B + C`` numbers a cell.

    Args:
        backbone: A backbone with one map, whose cells are the grid; see :func:`course.detection.build_backbone`.
        classes: Number of classes.
        boxes: Boxes a cell; in training the one that fits best answers for the object.
        hidden: Channels of the convolution before the last.
        coordinate_weight: Weight of the coordinates' loss.
        empty_weight: Weight of the confidence loss where there is no object.
        score_threshold: Detections below it are left out.
        iou_threshold: IoU above which of two detections of a class one goes.
        detections: Detections an image, at most.
        seed: Unused by YOLO itself; every detector has one.

    Raises:
        ValueError: The backbone has several maps.

    Reference:
        Redmon et al., You Only Look Once, 2016, section 2.
    """

    def __init__(
        self,
        backbone: keras.Model,
        classes: int,
        boxes: int = 2,
        hidden: int = 128,
        coordinate_weight: float = 5.0,
        empty_weight: float = 0.5,
        score_threshold: float = 0.05,
        iou_threshold: float = 0.5,
        detections: int = 100,
        seed: int | None = 0,
        **kwargs: Any,
    ) -> None:
        names = ("coordinate_loss", "confidence_loss", "class_loss")
        super().__init__(backbone, classes, names, score_threshold, iou_threshold, detections, seed, **kwargs)
        if len(backbone.outputs) != 1:
            raise ValueError(f"YOLO has one grid, but the backbone has {len(backbone.outputs)} maps; pass one stride")
        self.boxes, self.hidden = boxes, hidden
        self.coordinate_weight, self.empty_weight = coordinate_weight, empty_weight
        self.grid = tuple(backbone.outputs[0].shape[1:3])
        stride = finest_stride(backbone)
        self.covered = self.grid[0] * stride, self.grid[1] * stride  # the image, with what the backbone padded
        features = layers.Input(backbone.outputs[0].shape[1:])
        value = layers.Conv2D(hidden, 3, padding="same", activation="relu", name="hidden")(features)
        value = layers.Conv2D(5 * boxes + classes, 1, activation="sigmoid", name="cells", dtype="float32")(value)
        self.head = keras.Model(features, value, name="yolo_head")

    def raw(self, images: Tensor, training: bool = False) -> Raw:
        """Return ``cells`` (B, rows, columns, 5 B + C), 0 to 1."""
        maps = self.backbone(images, training=training)
        return {"cells": self.head(maps[0] if isinstance(maps, list | tuple) else maps, training=training)}

    def losses_of(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the three sums of squares, each over the number of images."""
        cells, numbers = raw["cells"], 5 * self.boxes
        target = yolo_encode(truth["boxes"], truth["labels"], truth["valid"], self.grid, 1, self.classes, self.covered)
        holds = target[..., 4]  # [B, S, S]: 1 where a cell answers for an object
        found = ops.reshape(cells[..., :numbers], (*ops.shape(cells)[:3], self.boxes, 5))
        wanted = target[..., None, :4]  # [B, S, S, 1, 4]
        overlaps = ops.stop_gradient(_cell_iou(found[..., :4], wanted, self.grid))  # [B, S, S, boxes]
        answers = ops.one_hot(ops.argmax(overlaps, axis=-1), self.boxes, dtype="float32") * holds[..., None]
        places = ops.square(found[..., :2] - wanted[..., :2])
        sides = ops.square(ops.sqrt(found[..., 2:4] + 1e-6) - ops.sqrt(wanted[..., 2:4] + 1e-6))
        weights = answers + self.empty_weight * (1 - answers)
        images = ops.cast(ops.shape(cells)[0], "float32")
        return {
            "coordinate_loss": self.coordinate_weight * ops.sum(answers[..., None] * (places + sides)) / images,
            "confidence_loss": ops.sum(weights * ops.square(found[..., 4] - answers * overlaps)) / images,
            "class_loss": ops.sum(holds[..., None] * ops.square(cells[..., numbers:] - target[..., 5:])) / images,
        }

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Return detections; a score is the box's confidence times the cell's probability of the class."""
        return self.choose(*yolo_decode(raw["cells"], self.boxes, self.covered))

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        return super().get_config() | {
            "boxes": self.boxes,
            "hidden": self.hidden,
            "coordinate_weight": self.coordinate_weight,
            "empty_weight": self.empty_weight,
        }


def yolo_encode(
    boxes: Tensor,
    labels: Tensor,
    valid: Tensor,
    grid: tuple[int, int],
    boxes_per_cell: int,
    classes: int,
    image_size: tuple[int, int],
) -> Tensor:
    """Return the grid that describes the objects: 7 × 7 × (5 B + C) in the paper.

    The cell that holds an object's centre has, for each of its B boxes, the centre's place in the cell (x, y, each
    0 to 1), the width and height (as shares of the image's) and the confidence 1; then one-hot the class. All other
    cells are 0. Where two centres meet in a cell, the object in the first slot has it, and the other is lost.

    Args:
        boxes: ``(B, M, 4)`` xyxy in pixels.
        labels: ``(B, M)`` int, from 0.
        valid: ``(B, M)`` bool, which slots hold an object.
        grid: Rows and columns.
        boxes_per_cell: B of the paper.
        classes: C of the paper.
        image_size: Height and width in pixels.

    Returns:
        ``(B, rows, columns, 5 * boxes_per_cell + classes)`` float32.
    """
    rows, columns = grid
    height, width = image_size
    scaled = ops.cast(boxes, "float32") / np.array([width, height, width, height], "float32")
    centres, sides = (scaled[..., :2] + scaled[..., 2:]) / 2, scaled[..., 2:] - scaled[..., :2]
    places = centres * np.array([columns, rows], "float32")  # [B, M, 2], in cells
    cells = ops.clip(ops.floor(places), 0.0, np.array([columns - 1, rows - 1], "float32"))
    number = ops.cast(cells[..., 1] * columns + cells[..., 0], "int32")  # [B, M]
    inside = ops.one_hot(number, rows * columns, dtype="float32") * ops.cast(valid, "float32")[..., None]
    earlier = ops.cumsum(inside, axis=1) - inside
    inside = ops.where(earlier > 0, 0.0, inside)  # [B, M, cells]: 1 for the first object of a cell
    ones = ops.ones_like(sides[..., :1])
    box = ops.concatenate([places - cells, sides, ones], axis=-1)
    numbers = ops.concatenate([box] * boxes_per_cell + [ops.one_hot(labels, classes, dtype="float32")], axis=-1)
    described = ops.matmul(ops.transpose(inside, (0, 2, 1)), numbers)
    return ops.reshape(described, (-1, rows, columns, 5 * boxes_per_cell + classes))


def yolo_decode(cells: Tensor, boxes_per_cell: int, image_size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Return the boxes of all cells and their scores for each class; see :func:`yolo_encode`.

    Args:
        cells: ``(B, rows, columns, 5 * boxes_per_cell + classes)``.
        boxes_per_cell: B of the paper.
        image_size: Height and width in pixels.

    Returns:
        ``(B, rows * columns * boxes_per_cell, 4)`` xyxy in pixels, and as many rows of ``classes`` scores: confidence
        times the probability of the class.
    """
    rows, columns = cells.shape[1:3]
    height, width = image_size
    classes = cells.shape[3] - 5 * boxes_per_cell
    found = ops.reshape(cells[..., : 5 * boxes_per_cell], (-1, rows, columns, boxes_per_cell, 5))
    y, x = np.meshgrid(np.arange(rows, dtype="float32"), np.arange(columns, dtype="float32"), indexing="ij")
    corner = np.stack([x, y], axis=-1)[:, :, np.newaxis]  # [S, S, 1, 2]
    centres = (found[..., :2] + corner) / np.array([columns, rows], "float32")
    halves = found[..., 2:4] / 2
    boxes = ops.concatenate([centres - halves, centres + halves], axis=-1)
    boxes = boxes * np.array([width, height, width, height], "float32")
    scores = found[..., 4:5] * cells[..., None, 5 * boxes_per_cell :]
    return ops.reshape(boxes, (-1, rows * columns * boxes_per_cell, 4)), ops.reshape(
        scores, (-1, rows * columns * boxes_per_cell, classes)
    )


def _cell_iou(found: Tensor, wanted: Tensor, grid: tuple[int, int]) -> Tensor:
    """Return the IoU of boxes (x, y in the cell; width, height as shares of the image) of the same cell."""
    size = np.array([grid[1], grid[0]], "float32")

    def corners(box: Tensor) -> tuple[Tensor, Tensor]:
        return box[..., :2] / size - box[..., 2:] / 2, box[..., :2] / size + box[..., 2:] / 2

    (first_low, first_high), (second_low, second_high) = corners(found), corners(wanted)
    sides = ops.maximum(ops.minimum(first_high, second_high) - ops.maximum(first_low, second_low), 0.0)
    shared = sides[..., 0] * sides[..., 1]
    areas = found[..., 2] * found[..., 3] + wanted[..., 2] * wanted[..., 3]
    return shared / (areas - shared + 1e-9)
