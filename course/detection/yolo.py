"""YOLO: a grid in which each cell answers for the object whose centre it holds."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops

from course.detection.boxes import Tensor
from course.detection.detector import Raw, Truth, as_list, finest_stride
from course.detection.single_shot import SingleShotDetector


@keras.saving.register_keras_serializable("course.detection")
class YOLO(SingleShotDetector):
    """A grid in which each cell answers for the object whose centre it holds: ``5 B + C`` numbers per cell.

    Args:
        backbone: A backbone with one map, whose cells are the grid; see :func:`course.detection.build_backbone`.
        classes: Number of classes.
        boxes_per_cell: Boxes per cell, B; in training the one that fits best answers for the object.
        channels: Channels of the convolution before the last.
        coordinate_weight: Weight of the coordinates' loss, λ_coord of the paper.
        no_object_weight: Weight of the confidence loss where there is no object, λ_noobj of the paper.
        score_threshold: Detections below it are left out.
        nms_threshold: Of two detections of a class with a larger IoU, only the better one stays.
        detections_per_image: Largest number of detections per image.
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
        boxes_per_cell: int = 2,
        channels: int = 128,
        coordinate_weight: float = 5.0,
        no_object_weight: float = 0.5,
        score_threshold: float = 0.05,
        nms_threshold: float = 0.5,
        detections_per_image: int = 100,
        seed: int | None = 0,
        **kwargs: Any,
    ) -> None:
        names = ("coordinate_loss", "confidence_loss", "class_loss")
        super().__init__(backbone, classes, names, score_threshold, nms_threshold, detections_per_image, seed, **kwargs)
        if len(backbone.outputs) != 1:
            raise ValueError(f"YOLO has one grid, but the backbone has {len(backbone.outputs)} maps; pass one stride")
        self.boxes_per_cell, self.channels = boxes_per_cell, channels
        self.coordinate_weight, self.no_object_weight = coordinate_weight, no_object_weight
        self.grid = tuple(backbone.outputs[0].shape[1:3])
        stride = finest_stride(backbone)
        self.covered = self.grid[0] * stride, self.grid[1] * stride  # the image, with what the backbone padded
        features = layers.Input(backbone.outputs[0].shape[1:])
        value = layers.Conv2D(channels, 3, padding="same", activation="relu", name="hidden")(features)
        numbers = 5 * boxes_per_cell + classes
        value = layers.Conv2D(numbers, 1, activation="sigmoid", name="cells", dtype="float32")(value)
        self.head = keras.Model(features, value, name="yolo_head")

    def raw(self, images: Tensor, training: bool = False) -> Raw:
        """Return ``cells`` (B, rows, columns, 5 B + C), 0 to 1."""
        (map_,) = as_list(self.backbone(images, training=training))
        return {"cells": self.head(map_, training=training)}

    def losses_of(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the three sums of squares, each over the number of images.

        The grid has S × S cells here, whatever its shape, and K boxes per cell.
        """
        cells, numbers = raw["cells"], 5 * self.boxes_per_cell
        target = yolo_encode(truth["boxes"], truth["labels"], truth["valid"], self.grid, 1, self.classes, self.covered)
        holds = target[..., 4]  # [B, S, S]: 1 where a cell answers for an object
        found = ops.reshape(cells[..., :numbers], (*ops.shape(cells)[:3], self.boxes_per_cell, 5))  # [B, S, S, K, 5]
        wanted = target[..., None, :4]  # [B, S, S, 1, 4]
        overlaps = ops.stop_gradient(_cell_iou(found[..., :4], wanted, self.grid))  # [B, S, S, K]
        answers = ops.one_hot(ops.argmax(overlaps, axis=-1), self.boxes_per_cell, dtype="float32") * holds[..., None]
        places = ops.square(found[..., :2] - wanted[..., :2])  # [B, S, S, K, 2]
        sides = ops.square(ops.sqrt(found[..., 2:4] + 1e-6) - ops.sqrt(wanted[..., 2:4] + 1e-6))
        weights = answers + self.no_object_weight * (1 - answers)  # [B, S, S, K]
        images = ops.cast(ops.shape(cells)[0], "float32")
        return {
            "coordinate_loss": self.coordinate_weight * ops.sum(answers[..., None] * (places + sides)) / images,
            "confidence_loss": ops.sum(weights * ops.square(found[..., 4] - answers * overlaps)) / images,
            "class_loss": ops.sum(holds[..., None] * ops.square(cells[..., numbers:] - target[..., 5:])) / images,
        }

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Return detections; a score is the box's confidence times the cell's probability of the class."""
        return self.select(*yolo_decode(raw["cells"], self.boxes_per_cell, self.covered))

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        return super().get_config() | {
            "boxes_per_cell": self.boxes_per_cell,
            "channels": self.channels,
            "coordinate_weight": self.coordinate_weight,
            "no_object_weight": self.no_object_weight,
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
