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
from course.detection.boxes import Tensor, check_thresholds, clip_to_image, iou
from course.detection.detections import select_detections
from course.detection.detector import Detector, Raw, Truth, as_list, finest_stride
from course.detection.heads import build_box_head
from course.detection.losses import box_loss, class_loss, objectness_loss
from course.detection.matching import IGNORED, match
from course.detection.nms import NEVER
from course.detection.pyramid import CANONICAL_SIZE, CANONICAL_STRIDE, assign_levels, build_pyramid
from course.detection.roi_align import pyramid_roi_align
from course.detection.rpn import build_rpn, flatten_levels, label_anchors, propose
from course.detection.sampling import gather_sample, sample


@dataclass(frozen=True)
class Settings:
    """The numbers of a two-stage detector, as in the papers; smaller images want smaller ones.

    The names are torchvision's and detectron2's: ``rpn_…`` for the first stage, ``roi_…`` for the second.

    Attributes:
        pyramid_channels: Channels of the pyramid's levels and of the RPN.
        fc_dim: Units of each of the box head's hidden layers.
        anchor_scale: Side of a level's anchors, in its strides.
        ratios: Height over width of the anchors.
        extra_level: Whether the RPN sees one more, coarser level.
        rpn_batch_size_per_image: Anchors to learn from, per image.
        rpn_bg_iou_threshold: IoU below which an anchor is background.
        rpn_fg_iou_threshold: IoU from which on an anchor is an object.
        rpn_pre_nms_top_n: Best anchors of each level that enter suppression.
        rpn_post_nms_top_n: Proposals that leave it, per image.
        rpn_nms_threshold: Of two proposals with a larger IoU, only the better one stays.
        roi_batch_size_per_image: Proposals to learn from, per image.
        roi_positive_fraction: Largest share of objects among them.
        roi_iou_threshold: IoU from which on a proposal is an object.
        mask_batch_size_per_image: Largest number of objects among them whose masks are learned, per image.
        roi_output_size: Bins per side of a region's features for the box head.
        roi_sampling_ratio: Sampling points per bin and side.
        canonical_size: See :func:`~course.detection.pyramid.assign_levels`.
        canonical_stride: See :func:`~course.detection.pyramid.assign_levels`.
        score_threshold: Detections below it are left out.
        nms_threshold: Of two detections of a class with a larger IoU, only the better one stays.
        detections_per_image: Largest number of detections per image.
    """

    pyramid_channels: int = 256
    fc_dim: int = 1024
    anchor_scale: float = 8.0
    ratios: tuple[float, ...] = (0.5, 1.0, 2.0)
    extra_level: bool = True
    rpn_batch_size_per_image: int = 256
    rpn_bg_iou_threshold: float = 0.3
    rpn_fg_iou_threshold: float = 0.7
    rpn_pre_nms_top_n: int = 1000
    rpn_post_nms_top_n: int = 1000
    rpn_nms_threshold: float = 0.7
    roi_batch_size_per_image: int = 512
    roi_positive_fraction: float = 0.25
    roi_iou_threshold: float = 0.5
    mask_batch_size_per_image: int = 128
    roi_output_size: int = 7
    roi_sampling_ratio: int = 2
    canonical_size: float = CANONICAL_SIZE
    canonical_stride: float = CANONICAL_STRIDE
    score_threshold: float = 0.05
    nms_threshold: float = 0.5
    detections_per_image: int = 100

    def __post_init__(self) -> None:
        """Refuse what cannot be, by its name.

        Raises:
            ValueError: A threshold or fraction is not in 0 … 1, or a number that counts or measures is not positive.
        """
        values = asdict(self)
        check_thresholds(**{name: values[name] for name in values if name.endswith(("_threshold", "_fraction"))})
        for name, value in values.items():
            if name.endswith(("_image", "_top_n", "_size", "_channels", "_dim", "_ratio", "_scale")) and value <= 0:
                raise ValueError(f"{name} must be positive, got {value}")


PAPER_SETTINGS = Settings()

# For images of about 128 pixels on a laptop: objects of 10 to 60 pixels, a handful per image.
SMALL_SETTINGS = Settings(
    pyramid_channels=64,
    fc_dim=128,
    anchor_scale=4.0,
    ratios=(1.0, 2.0),
    extra_level=False,
    rpn_batch_size_per_image=128,
    rpn_pre_nms_top_n=96,
    rpn_post_nms_top_n=48,
    roi_batch_size_per_image=32,
    roi_positive_fraction=0.5,
    mask_batch_size_per_image=4,
    canonical_size=56,
    canonical_stride=8,
    detections_per_image=16,
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
        seed: Seed of the anchors and proposals sampled in training.

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
        self.box_head = box_head or build_box_head(
            classes, self.settings.roi_output_size, channels, self.settings.fc_dim
        )
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
        levels = as_list(self.pyramid(as_list(self.backbone(images, training=training)), training=training))
        heads = [self.rpn(level, training=training) for level in levels]
        objectness = flatten_levels([objectness for objectness, _ in heads], 1)
        return {
            "levels": levels,
            "objectness": [logits[..., 0] for logits in objectness],
            "deltas": flatten_levels([deltas for _, deltas in heads], 4),
        }

    def label(self, truth: Truth) -> tuple[Tensor, Tensor, Tensor]:
        """Say which anchors to learn from; see :func:`~course.detection.rpn.label_anchors`."""
        settings = self.settings
        return label_anchors(
            np.concatenate(self.anchors),
            truth["boxes"],
            truth["valid"],
            batch_size_per_image=settings.rpn_batch_size_per_image,
            bg_iou_threshold=settings.rpn_bg_iou_threshold,
            fg_iou_threshold=settings.rpn_fg_iou_threshold,
            seed=self.seed_generator,
        )

    def propose(self, raw: Raw) -> tuple[Tensor, Tensor, Tensor]:
        """Return proposals; see :func:`~course.detection.rpn.propose`."""
        settings = self.settings
        return propose(
            raw["objectness"],
            raw["deltas"],
            self.anchors,
            self.image_size,
            settings.rpn_pre_nms_top_n,
            settings.rpn_post_nms_top_n,
            settings.rpn_nms_threshold,
        )

    def levels_of(self, boxes: Tensor) -> Tensor:
        """Return the level of the pyramid on which each box is looked at."""
        settings = self.settings
        return assign_levels(boxes, self.strides[: self.roi_levels], settings.canonical_size, settings.canonical_stride)

    def align(self, raw: Raw, boxes: Tensor, size: int) -> Tensor:
        """Cut ``(B, R, 4)`` boxes out of the pyramid: ``(B * R, size, size, C)``."""
        features = pyramid_roi_align(
            raw["levels"][: self.roi_levels],
            boxes,
            self.levels_of(boxes),
            size,
            self.strides[: self.roi_levels],
            self.settings.roi_sampling_ratio,
        )
        return ops.reshape(features, (-1, *features.shape[2:]))

    def classify(self, raw: Raw, boxes: Tensor) -> tuple[Tensor, Tensor]:
        """Return ``(B, R, classes + 1)`` logits and ``(B, R, classes, 4)`` offsets of regions."""
        logits, deltas = self.box_head(self.align(raw, boxes, self.settings.roi_output_size))
        regions = boxes.shape[1]
        logits = ops.reshape(logits, (-1, regions, self.classes + 1))
        return logits, ops.reshape(deltas, (-1, regions, self.classes, 4))

    def sample_regions(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Choose the regions to learn from, at random, among the proposals and the objects themselves.

        Returns:
            ``boxes`` (B, R, 4), ``objects`` (B, R) the slot of each one's object, ``classes`` (B, R) with the number
            of classes for background, ``positive`` and ``sampled`` (B, R) bool. Positives come first.
        """
        settings = self.settings
        proposals, _, is_proposal = self.propose(raw)
        candidates = ops.concatenate([clip_to_image(truth["boxes"], *self.image_size), proposals], axis=1)  # [B, N, 4]
        usable = ops.concatenate([truth["valid"], is_proposal], axis=1)  # [B, N]
        threshold, count = settings.roi_iou_threshold, settings.roi_batch_size_per_image
        objects, states = match(iou(truth["boxes"], candidates), truth["valid"], threshold, threshold)
        states = ops.where(usable, states, IGNORED)
        positives, negatives = sample(states, count, settings.roi_positive_fraction, self.seed_generator)
        indices, positive, sampled = gather_sample(positives, negatives, count)  # [B, R]
        objects = ops.take_along_axis(objects, indices, axis=1)
        labels = ops.take_along_axis(truth["labels"], objects, axis=1)
        return {
            "boxes": ops.stop_gradient(ops.take_along_axis(candidates, indices[..., None], axis=1)),
            "objects": objects,
            "classes": ops.where(positive, labels, self.classes),
            "positive": positive,
            "sampled": sampled,
        }

    def losses_of(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the four losses."""
        return self.rpn_losses(raw, truth) | self.region_losses(raw, truth, self.sample_regions(raw, truth))

    def rpn_losses(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return the two losses of the first stage."""
        objects, positives, negatives = self.label(truth)  # [B, N]
        boxes = ops.take_along_axis(truth["boxes"], objects[..., None], axis=1)  # [B, N, 4]
        targets = encode_boxes(boxes, np.concatenate(self.anchors))
        deltas, sampled = ops.concatenate(raw["deltas"], axis=1), ops.logical_or(positives, negatives)
        return {
            "rpn_objectness_loss": objectness_loss(ops.concatenate(raw["objectness"], axis=1), positives, negatives),
            "rpn_box_loss": box_loss(deltas, targets, positives, sampled),
        }

    def region_losses(self, raw: Raw, truth: Truth, regions: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return the losses of the second stage."""
        logits, deltas = self.classify(raw, regions["boxes"])  # [B, R, C + 1], [B, R, C, 4]
        own_class = ops.minimum(regions["classes"], self.classes - 1)[..., None, None]  # [B, R, 1, 1]
        deltas = ops.take_along_axis(deltas, own_class, axis=2)[:, :, 0]  # [B, R, 4]
        boxes = ops.take_along_axis(truth["boxes"], regions["objects"][..., None], axis=1)  # [B, R, 4]
        targets = encode_boxes(boxes, regions["boxes"], BOX_VARIANCE)
        return {
            "class_loss": class_loss(logits, regions["classes"], regions["sampled"]),
            "box_loss": box_loss(deltas, targets, regions["positive"], regions["sampled"]),
        }

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Return detections: each class of each region is a candidate."""
        settings = self.settings
        proposals, _, is_proposal = self.propose(raw)  # [B, R, 4], [B, R]
        logits, deltas = self.classify(raw, proposals)
        scores = ops.where(is_proposal[..., None], ops.softmax(logits)[..., :-1], NEVER)  # [B, R, C]
        boxes = decode_boxes(deltas, proposals[:, :, None], BOX_VARIANCE)  # [B, R, C, 4]
        return select_detections(
            boxes,
            scores,
            self.image_size,
            settings.score_threshold,
            settings.nms_threshold,
            settings.detections_per_image,
        )

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        parts = {name: keras.saving.serialize_keras_object(getattr(self, name)) for name in self._given}
        return super().get_config() | {"settings": asdict(self.settings)} | parts


def _with_tuples(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}
