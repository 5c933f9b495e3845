"""SSD: a class and a box at each of many default boxes, and of the background only what is hard to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from course.detection.anchors import pyramid_anchors
from course.detection.box_coding import BOX_VARIANCE, decode_boxes, encode_boxes
from course.detection.boxes import Tensor, iou
from course.detection.detector import Raw, Truth, as_list, finest_stride
from course.detection.losses import masked_mean, smooth_l1
from course.detection.matching import NEGATIVE, POSITIVE, match
from course.detection.pyramid import build_pyramid
from course.detection.rpn import flatten_levels
from course.detection.sampling import hardest_negatives
from course.detection.single_shot import SingleShotDetector


@keras.saving.register_keras_serializable("course.detection")
class SSD(SingleShotDetector):
    """A class and four offsets at each of many default boxes, on several maps, from one convolution each.

    Default boxes with an IoU of at least ``match_iou_threshold`` with an object, and the best one of each object, learn
    its class and box; of the others only the hardest learn that they are background.

    Args:
        backbone: See :func:`course.detection.build_backbone`.
        classes: Number of classes, background not counted.
        box_scale: Side of a map's default boxes, in its strides; a second box is √2 times as large.
        ratios: Height over width of the default boxes.
        channels: Channels of the pyramid that the maps go through first, and of the convolution all levels share.
        match_iou_threshold: IoU from which on a default box is an object's.
        negatives_per_positive: Background boxes to learn from, for each default box of an object.
        score_threshold: Detections below it are left out.
        nms_threshold: Of two detections of a class with a larger IoU, only the better one stays.
        detections_per_image: Largest number of detections per image.
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
        match_iou_threshold: float = 0.5,
        negatives_per_positive: float = 3.0,
        score_threshold: float = 0.05,
        nms_threshold: float = 0.45,
        detections_per_image: int = 100,
        seed: int | None = 0,
        **kwargs: Any,
    ) -> None:
        names = ("class_loss", "box_loss")
        super().__init__(backbone, classes, names, score_threshold, nms_threshold, detections_per_image, seed, **kwargs)
        self.box_scale, self.ratios, self.channels = box_scale, tuple(ratios), channels
        self.match_iou_threshold, self.negatives_per_positive = match_iou_threshold, negatives_per_positive
        maps = [tuple(map_.shape[1:]) for map_ in backbone.outputs]
        self.pyramid = build_pyramid(maps, channels, extra=False)
        strides = [finest_stride(backbone) * 2**level for level in range(len(maps))]
        sizes = [[box_scale * stride, box_scale * stride * 2**0.5] for stride in strides]
        self.anchors = np.concatenate(pyramid_anchors([map_[:2] for map_ in maps], strides, sizes, self.ratios))
        self.head = _build_head(channels, 2 * len(self.ratios), classes)

    def raw(self, images: Tensor, training: bool = False) -> Raw:
        """Return ``logits`` (B, N, classes + 1), background last, and ``deltas`` (B, N, 4)."""
        levels = as_list(self.pyramid(as_list(self.backbone(images, training=training)), training=training))
        heads = [self.head(level, training=training) for level in levels]
        return {
            "logits": ops.concatenate(flatten_levels([logits for logits, _ in heads], self.classes + 1), axis=1),
            "deltas": ops.concatenate(flatten_levels([deltas for _, deltas in heads], 4), axis=1),
        }

    def losses_of(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the two losses, each over the number of matched default boxes."""
        overlaps, threshold = iou(truth["boxes"], self.anchors), self.match_iou_threshold  # [B, M, N]
        objects, states = match(overlaps, truth["valid"], threshold, threshold, allow_low_quality_matches=True)
        positives = states == POSITIVE  # [B, N]
        count = ops.sum(ops.cast(positives, "float32"))

        labels = ops.where(positives, ops.take_along_axis(truth["labels"], objects, axis=1), self.classes)  # [B, N]
        one_hot = ops.one_hot(labels, self.classes + 1, dtype="float32")  # [B, N, C + 1]
        losses = -ops.sum(one_hot * ops.log_softmax(raw["logits"]), axis=-1)  # [B, N]
        negatives = states == NEGATIVE
        hard = hardest_negatives(ops.stop_gradient(losses), positives, negatives, self.negatives_per_positive)

        boxes = ops.take_along_axis(truth["boxes"], objects[..., None], axis=1)  # [B, N, 4]
        targets = ops.where(positives[..., None], encode_boxes(boxes, self.anchors, BOX_VARIANCE), 0.0)
        errors = ops.sum(smooth_l1(raw["deltas"] - targets, beta=1.0), axis=-1)  # [B, N]
        return {
            "class_loss": masked_mean(losses, ops.logical_or(positives, hard), count),
            "box_loss": masked_mean(errors, positives, count),
        }

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Return detections."""
        boxes = decode_boxes(raw["deltas"], self.anchors, BOX_VARIANCE)
        return self.select(boxes, ops.softmax(raw["logits"])[..., :-1])

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        return super().get_config() | {
            "box_scale": self.box_scale,
            "ratios": self.ratios,
            "channels": self.channels,
            "match_iou_threshold": self.match_iou_threshold,
            "negatives_per_positive": self.negatives_per_positive,
        }


def _build_head(channels: int, boxes: int, classes: int) -> keras.Model:
    """Return the head that all levels share, for so many default boxes per cell."""
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
