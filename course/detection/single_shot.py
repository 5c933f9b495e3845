"""What SSD and YOLO share: they look once, and choose among the scores of all classes at all places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from course.detection.boxes import Tensor, check_thresholds
from course.detection.detections import select_detections
from course.detection.detector import Detector


class SingleShotDetector(Detector):
    """A detector without proposals; see :class:`~course.detection.ssd.SSD` and :class:`~course.detection.yolo.YOLO`.

    Args:
        backbone: See :func:`course.detection.build_backbone`.
        classes: Number of classes, background not counted.
        loss_names: Names of the losses.
        score_threshold: Detections below it are left out.
        nms_threshold: Of two detections of a class with a larger IoU, only the better one stays.
        detections_per_image: Largest number of detections per image.
        seed: Seed of what is random in training.

    Raises:
        ValueError: A threshold is not in 0 … 1, or there is no room for a detection.
    """

    def __init__(
        self,
        backbone: keras.Model,
        classes: int,
        loss_names: Sequence[str],
        score_threshold: float,
        nms_threshold: float,
        detections_per_image: int,
        seed: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(backbone, classes, loss_names, seed, **kwargs)
        check_thresholds(score_threshold=score_threshold, nms_threshold=nms_threshold)
        if detections_per_image < 1:
            raise ValueError(f"detections_per_image must be positive, got {detections_per_image}")
        self.score_threshold, self.nms_threshold = score_threshold, nms_threshold
        self.detections_per_image = detections_per_image

    def select(self, boxes: Tensor, scores: Tensor) -> dict[str, Tensor]:
        """Return the best of ``(B, N, 4)`` boxes with ``(B, N, classes)`` scores, after suppression within classes."""
        return select_detections(
            boxes[:, :, None],
            scores,
            self.image_size,
            self.score_threshold,
            self.nms_threshold,
            self.detections_per_image,
        )

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        return super().get_config() | {
            "score_threshold": self.score_threshold,
            "nms_threshold": self.nms_threshold,
            "detections_per_image": self.detections_per_image,
        }
