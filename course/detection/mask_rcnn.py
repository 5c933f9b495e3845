"""Mask R-CNN: Faster R-CNN with a mask for each region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
from keras import ops

from course.detection.boxes import Tensor
from course.detection.detector import Raw, Truth
from course.detection.faster_rcnn import LOSSES, PAPER_SETTINGS, FasterRCNN, Settings
from course.detection.heads import build_mask_head
from course.detection.losses import mask_loss
from course.detection.masks import mask_targets


@keras.saving.register_keras_serializable("course.detection")
class MaskRCNN(FasterRCNN):
    """Faster R-CNN that also finds each object's mask.

    In training the mask head sees the positive regions, and learns the mask of their true class alone. In detection it
    sees the final boxes, and the mask of the class found is returned: ``masks`` (B, detections, 28, 28), each over its
    box; :func:`~course.detection.masks.paste_masks` brings it into the image.

    Args:
        backbone: See :func:`course.detection.build_backbone`.
        classes: Number of classes, background not counted.
        settings: Numbers, or a dictionary of some of them.
        mask_head: The mask head, as :func:`~course.detection.heads.build_mask_head` builds it.
        mask_size: Bins per side of a region's features for the mask head; masks are twice as fine.
        mask_depth: Number of the mask head's convolutions, if it is not given.
        **kwargs: As in :class:`~course.detection.faster_rcnn.FasterRCNN`.

    Reference:
        He et al., Mask R-CNN, 2017.
    """

    loss_names = (*LOSSES, "mask_loss")

    def __init__(
        self,
        backbone: keras.Model,
        classes: int,
        settings: Settings | dict[str, Any] = PAPER_SETTINGS,
        mask_head: keras.Model | None = None,
        mask_size: int = 14,
        mask_depth: int = 4,
        **kwargs: Any,
    ) -> None:
        super().__init__(backbone, classes, settings, **kwargs)
        channels = self.settings.pyramid_channels
        self._given += ["mask_head"] if mask_head is not None else []
        self.mask_size, self.mask_depth = mask_size, mask_depth
        self.mask_head = mask_head or build_mask_head(classes, mask_size, channels, channels, mask_depth)

    def mask_logits(self, raw: Raw, boxes: Tensor, labels: Tensor) -> Tensor:
        """Return the logits of each region's mask of its class: ``(B, R, 4)``, ``(B, R)`` → ``(B, R, S, S)``."""
        logits = self.mask_head(self.align(raw, boxes, self.mask_size))  # [B·R, S, S, C]
        logits = ops.transpose(logits, (0, 3, 1, 2))  # [B·R, C, S, S]
        own_class = ops.clip(ops.reshape(labels, (-1, 1, 1, 1)), 0, self.classes - 1)  # [B·R, 1, 1, 1]
        logits = ops.take_along_axis(logits, own_class, axis=1)  # [B·R, 1, S, S]
        return ops.reshape(logits, (-1, boxes.shape[1], *logits.shape[2:]))

    def region_losses(self, raw: Raw, truth: Truth, regions: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return the losses of the second stage, the loss of the masks included."""
        losses = super().region_losses(raw, truth, regions)
        most = self.settings.mask_batch_size_per_image  # objects come first
        boxes, objects, classes, positive = (
            regions[name][:, :most] for name in ("boxes", "objects", "classes", "positive")
        )
        logits = self.mask_logits(raw, boxes, classes)  # [B, R, S, S]
        targets = mask_targets(truth["instances"], boxes, objects, 2 * self.mask_size)  # [B, R, S, S]
        return losses | {"mask_loss": mask_loss(logits, ops.stop_gradient(targets), positive)}

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Return detections with ``masks`` ``(B, detections, S, S)``, probabilities; 0 in empty slots."""
        found = super().detect(raw)
        masks = ops.sigmoid(self.mask_logits(raw, found["boxes"], found["labels"]))
        return found | {"masks": ops.where(found["labels"][..., None, None] >= 0, masks, 0.0)}

    def truth_of(self, targets: Mapping[str, Tensor]) -> Truth:
        """Return targets as every detector has them.

        Raises:
            ValueError: There are no masks to learn from.
        """
        if "instances" not in targets:
            raise ValueError(
                "Mask R-CNN learns from masks: targets need 'instances' (N, H, W); see course.detection.examples"
            )
        return super().truth_of(targets)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        return super().get_config() | {"mask_size": self.mask_size, "mask_depth": self.mask_depth}
