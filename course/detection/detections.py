"""The last step of every detector: from the scores of many boxes to a fixed number of detections."""

from __future__ import annotations

from keras import ops

from course.detection.boxes import Tensor, clip_to_image, is_large
from course.detection.nms import NEVER, nms_per_class

CANDIDATES = 10  # candidates that enter suppression, for each detection that may leave it
MIN_SIZE = 1e-2  # sides in pixels below which a box is no detection


def select_detections(
    boxes: Tensor,
    scores: Tensor,
    image_size: tuple[int, int],
    score_threshold: float,
    nms_threshold: float,
    detections_per_image: int,
) -> dict[str, Tensor]:
    """Return the best boxes of all classes, after suppression within each class.

    Each class of each box is a candidate. Only the best candidates enter suppression, ten for each detection that may
    leave it.

    Args:
        boxes: ``(B, N, C, 4)`` with a box for each class, or ``(B, N, 1, 4)`` with one box for all; xyxy in pixels.
        scores: ``(B, N, C)``; minus infinity for what is no candidate.
        image_size: Height and width, to which boxes are clipped.
        score_threshold: Detections with a score not above it are left out.
        nms_threshold: Of two detections of a class with a larger IoU, only the better one stays.
        detections_per_image: Size of the outputs, D.

    Returns:
        ``boxes`` (B, D, 4), ``labels`` (B, D) int32 and ``scores`` (B, D), best first. Empty slots have zeros and the
        label -1.
    """
    count, classes = scores.shape[1:]
    boxes = clip_to_image(boxes, *image_size)
    scores = ops.where(is_large(boxes, MIN_SIZE), scores, NEVER)  # [B, N, C]
    scores = ops.reshape(scores, (-1, count * classes))
    scores, best = ops.top_k(scores, min(count * classes, CANDIDATES * detections_per_image))  # [B, K]
    best = ops.cast(best, "int32")
    places = best if boxes.shape[2] == classes else best // classes
    boxes = ops.reshape(boxes, (-1, count * boxes.shape[2], 4))
    boxes = ops.take_along_axis(boxes, places[..., None], axis=1)  # [B, K, 4]
    labels = best % classes
    kept, valid = nms_per_class(boxes, scores, labels, nms_threshold, detections_per_image, score_threshold)  # [B, D]
    return {
        "boxes": ops.where(valid[..., None], ops.take_along_axis(boxes, kept[..., None], axis=1), 0.0),
        "labels": ops.where(valid, ops.take_along_axis(labels, kept, axis=1), -1),
        "scores": ops.where(valid, ops.take_along_axis(scores, kept, axis=1), 0.0),
    }
