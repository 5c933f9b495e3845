"""Faster R-CNN on a feature pyramid: propose regions, then classify and refine each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from course.detection.anchors import pyramid_anchors
from course.detection.box_coding import BOX_VARIANCE, decode_boxes, encode_boxes
from course.detection.boxes import Tensor, clip_to_image, iou, is_large
from course.detection.detector import Detector, Raw, Truth, finest_stride
from course.detection.heads import build_box_head
from course.detection.losses import box_loss, class_loss, objectness_loss
from course.detection.matching import IGNORED, match
from course.detection.nms import NEVER, nms_per_class
from course.detection.pyramid import CANONICAL_SIZE, CANONICAL_STRIDE, assign_levels, build_pyramid
from course.detection.roi_align import pyramid_roi_align
from course.detection.rpn import build_rpn, flatten_levels, label_anchors, propose
from course.detection.sampling import gather_sample, sample


@dataclass(frozen=True)
class Settings:
    """The numbers of a two-stage detector, as in the papers; smaller images want smaller ones.

    Attributes:
        pyramid_channels: Channels of the pyramid's levels and of the RPN.
        hidden: Units of the box head's hidden layers.
        anchor_scale: Side of a level's anchors, in its strides.
        ratios: Height over width of the anchors.
        extra_level: Whether the RPN sees one more, coarser level.
        rpn_count: Anchors an image to learn from.
        rpn_low: IoU below which an anchor is background.
        rpn_high: IoU from which on it is an object.
        proposals_before: Best anchors of each level that enter suppression.
        proposals: Proposals that leave it.
        proposals_iou: IoU above which of two proposals one goes.
        roi_count: Proposals an image to learn from.
        roi_share: Largest share of objects among them.
        roi_iou: IoU from which on a proposal is an object.
        mask_count: Objects among them, an image, whose masks are learned, at most.
        roi_size: Bins a side of a region's features for the box head.
        samples: Sampling points a bin and side.
        canonical_size: See :func:`~course.detection.pyramid.assign_levels`.
        canonical_stride: See :func:`~course.detection.pyramid.assign_levels`.
        score_threshold: Detections below it are left out.
        detections_iou: IoU above which of two detections of a class one goes.
        detections: Detections an image, at most.
    """

    pyramid_channels: int = 256
    hidden: int = 1024
    anchor_scale: float = 8.0
    ratios: tuple[float, ...] = (0.5, 1.0, 2.0)
    extra_level: bool = True
    rpn_count: int = 256
    rpn_low: float = 0.3
    rpn_high: float = 0.7
    proposals_before: int = 1000
    proposals: int = 1000
    proposals_iou: float = 0.7
    roi_count: int = 512
    roi_share: float = 0.25
    roi_iou: float = 0.5
    mask_count: int = 128
    roi_size: int = 7
    samples: int = 2
    canonical_size: float = CANONICAL_SIZE
    canonical_stride: float = CANONICAL_STRIDE
    score_threshold: float = 0.05
    detections_iou: float = 0.5
    detections: int = 100


PAPER_SETTINGS = Settings()

# For images of about 128 pixels on a laptop: objects of 10 to 60 pixels, a handful an image.
SMALL_SETTINGS = Settings(
    pyramid_channels=64,
    hidden=128,
    anchor_scale=4.0,
    ratios=(1.0, 2.0),
    extra_level=False,
    rpn_count=128,
    proposals_before=96,
    proposals=48,
    roi_count=32,
    roi_share=0.5,
    mask_count=4,
    canonical_size=56,
    canonical_stride=8,
    detections=16,
)

LOSSES = ("rpn_objectness_loss", "rpn_box_loss", "class_loss", "box_loss")


@keras.saving.register_keras_serializable("course.detection")
class FasterRCNN(Detector):
    """A detector in two stages.

    The backbone's maps become a pyramid; on each level a small network says at each anchor whether there is an object
    (the RPN); the best of what it proposes are cut out of the pyramid by RoIAlign, classified and refined.

    Any part may be given as a model of one's own, of the same inputs and outputs: ``rpn`` as
    :func:`~course.detection.rpn.build_rpn` builds it, ``box_head`` as :func:`~course.detection.heads.build_box_head`.
    The steps between are methods that a subclass may replace: :meth:`label`, :meth:`propose`, :meth:`align`.

    Args:
        backbone: See :func:`course.detection.build_backbone`.
        classes: Number of classes, background not counted.
        settings: Numbers, or a dictionary of some of them.
        rpn: The RPN's head, shared by all levels.
        box_head: The head of the second stage.
        seed: Seed of the anchors and proposals drawn in training.

    Example:
        >>> model = FasterRCNN(build_backbone("small", (96, 96)), classes=10, settings=SMALL_SETTINGS)  # doctest: +SKIP
        >>> model.compile(keras.optimizers.Adam(1e-3))  # doctest: +SKIP
        >>> model.fit(images, targets, batch_size=8)  # doctest: +SKIP

    Reference:
        Ren et al., Faster R-CNN, 2015; Lin et al., Feature Pyramid Networks, 2017. Losses, matching and sampling as
        torchvision and detectron2 have them.
    """

    loss_names: Sequence[str] = LOSSES

    def __init__(
        self,
        backbone: keras.Model,
        classes: int,
        settings: Settings | dict[str, Any] = PAPER_SETTINGS,
        rpn: keras.Model | None = None,
        box_head: keras.Model | None = None,
        seed: int | None = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(backbone, classes, self.loss_names, seed, **kwargs)
        self.settings = settings if isinstance(settings, Settings) else Settings(**_with_tuples(settings))
        self._given = [name for name, part in (("rpn", rpn), ("box_head", box_head)) if part is not None]
        channels = self.settings.pyramid_channels
        shapes = [tuple(map_.shape[1:]) for map_ in backbone.outputs]
        self.pyramid = build_pyramid(shapes, channels, self.settings.extra_level)
        self.rpn = rpn or build_rpn(channels, len(self.settings.ratios))
        self.box_head = box_head or build_box_head(classes, self.settings.roi_size, channels, self.settings.hidden)
        first = finest_stride(backbone)
        self.strides = [first * 2**level for level in range(len(self.pyramid.outputs))]
        self.anchors = pyramid_anchors(
            [tuple(level.shape[1:3]) for level in self.pyramid.outputs],
            self.strides,
            [[self.settings.anchor_scale * stride] for stride in self.strides],
            self.settings.ratios,
        )
        self.roi_levels = len(shapes)  # the extra one is the RPN's alone

    def raw(self, images: Tensor, training: bool = False) -> Raw:
        """Return ``levels`` of the pyramid, and ``objectness`` (B, N) and ``deltas`` (B, N, 4) of each level."""
        levels = self.pyramid(self.backbone(images, training=training), training=training)
        heads = [self.rpn(level, training=training) for level in levels]
        objectness = flatten_levels([objectness for objectness, _ in heads], 1)
        return {
            "levels": levels,
            "objectness": [logits[..., 0] for logits in objectness],
            "deltas": flatten_levels([deltas for _, deltas in heads], 4),
        }

    def label(self, truth: Truth) -> tuple[Tensor, Tensor, Tensor]:
        """Say which anchors to learn from; see :func:`~course.detection.rpn.label_anchors`."""
        chosen = self.settings
        return label_anchors(
            np.concatenate(self.anchors),
            truth["boxes"],
            truth["valid"],
            count=chosen.rpn_count,
            low=chosen.rpn_low,
            high=chosen.rpn_high,
            seed=self.draw,
        )

    def propose(self, raw: Raw) -> tuple[Tensor, Tensor, Tensor]:
        """Return proposals; see :func:`~course.detection.rpn.propose`."""
        chosen = self.settings
        return propose(
            raw["objectness"],
            raw["deltas"],
            self.anchors,
            self.image_size,
            chosen.proposals_before,
            chosen.proposals,
            chosen.proposals_iou,
        )

    def levels_of(self, boxes: Tensor) -> Tensor:
        """Return the level of the pyramid on which each box is looked at."""
        chosen = self.settings
        return assign_levels(boxes, self.strides[: self.roi_levels], chosen.canonical_size, chosen.canonical_stride)

    def align(self, raw: Raw, boxes: Tensor, size: int) -> Tensor:
        """Cut ``(B, R, 4)`` boxes out of the pyramid: ``(B * R, size, size, C)``."""
        features = pyramid_roi_align(
            raw["levels"][: self.roi_levels],
            boxes,
            self.levels_of(boxes),
            size,
            self.strides[: self.roi_levels],
            self.settings.samples,
        )
        return ops.reshape(features, (-1, *features.shape[2:]))

    def classify(self, raw: Raw, boxes: Tensor) -> tuple[Tensor, Tensor]:
        """Return ``(B, R, classes + 1)`` logits and ``(B, R, classes, 4)`` offsets of regions."""
        logits, deltas = self.box_head(self.align(raw, boxes, self.settings.roi_size))
        regions = boxes.shape[1]
        logits = ops.reshape(logits, (-1, regions, self.classes + 1))
        return logits, ops.reshape(deltas, (-1, regions, self.classes, 4))

    def sample_regions(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Draw the regions to learn from: proposals, and the objects themselves.

        Returns:
            ``boxes`` (B, R, 4), ``objects`` (B, R) the slot of each one's object, ``classes`` (B, R) with the number
            of classes for background, ``positive`` and ``drawn`` (B, R) bool. Positives come first.
        """
        proposals, _, is_proposal = self.propose(raw)
        candidates = ops.concatenate([clip_to_image(truth["boxes"], *self.image_size), proposals], axis=1)
        usable = ops.concatenate([truth["valid"], is_proposal], axis=1)
        chosen = self.settings
        objects, states = match(iou(truth["boxes"], candidates), truth["valid"], chosen.roi_iou, chosen.roi_iou)
        states = ops.where(usable, states, IGNORED)
        positives, negatives = sample(states, chosen.roi_count, chosen.roi_share, self.draw)
        indices, positive, drawn = gather_sample(positives, negatives, chosen.roi_count)
        objects = ops.take_along_axis(objects, indices, axis=1)
        labels = ops.take_along_axis(truth["labels"], objects, axis=1)
        return {
            "boxes": ops.stop_gradient(ops.take_along_axis(candidates, indices[..., None], axis=1)),
            "objects": objects,
            "classes": ops.where(positive, labels, self.classes),
            "positive": positive,
            "drawn": drawn,
        }

    def losses_of(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the four losses."""
        return self.rpn_losses(raw, truth) | self.region_losses(raw, truth, self.sample_regions(raw, truth))

    def rpn_losses(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the two losses of the first stage."""
        objects, positives, negatives = self.label(truth)
        boxes = ops.take_along_axis(truth["boxes"], objects[..., None], axis=1)
        targets = encode_boxes(boxes, np.concatenate(self.anchors))
        deltas, drawn = ops.concatenate(raw["deltas"], axis=1), ops.logical_or(positives, negatives)
        return {
            "rpn_objectness_loss": objectness_loss(ops.concatenate(raw["objectness"], axis=1), positives, negatives),
            "rpn_box_loss": box_loss(deltas, targets, positives, drawn),
        }

    def region_losses(self, raw: Raw, truth: Truth, regions: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return the losses of the second stage."""
        logits, deltas = self.classify(raw, regions["boxes"])
        of_class = ops.minimum(regions["classes"], self.classes - 1)[..., None, None]
        deltas = ops.take_along_axis(deltas, of_class, axis=2)[:, :, 0]
        boxes = ops.take_along_axis(truth["boxes"], regions["objects"][..., None], axis=1)
        targets = encode_boxes(boxes, regions["boxes"], BOX_VARIANCE)
        return {
            "class_loss": class_loss(logits, regions["classes"], regions["drawn"]),
            "box_loss": box_loss(deltas, targets, regions["positive"], regions["drawn"]),
        }

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Return detections: each class of each region is a candidate, then suppression within classes."""
        chosen = self.settings
        proposals, _, is_proposal = self.propose(raw)
        logits, deltas = self.classify(raw, proposals)
        scores = ops.softmax(logits)[..., :-1]  # [B, R, C]
        boxes = clip_to_image(decode_boxes(deltas, proposals[:, :, None], BOX_VARIANCE), *self.image_size)
        usable = ops.logical_and(is_proposal[..., None], is_large(boxes, 1e-2))
        scores = ops.reshape(ops.where(usable, scores, NEVER), (-1, chosen.proposals * self.classes))
        boxes = ops.reshape(boxes, (-1, chosen.proposals * self.classes, 4))
        scores, best = ops.top_k(scores, min(scores.shape[1], 10 * chosen.detections))
        boxes = ops.take_along_axis(boxes, best[..., None], axis=1)
        classes = ops.cast(best, "int32") % self.classes
        kept, valid = nms_per_class(
            boxes, scores, classes, chosen.detections_iou, chosen.detections, chosen.score_threshold
        )
        return {
            "boxes": ops.where(valid[..., None], ops.take_along_axis(boxes, kept[..., None], axis=1), 0.0),
            "labels": ops.where(valid, ops.take_along_axis(classes, kept, axis=1), -1),
            "scores": ops.where(valid, ops.take_along_axis(scores, kept, axis=1), 0.0),
        }

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        parts = {name: keras.saving.serialize_keras_object(getattr(self, name)) for name in self._given}
        return super().get_config() | {"settings": asdict(self.settings)} | parts


def _with_tuples(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}
