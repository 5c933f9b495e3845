"""Non-maximum suppression: of boxes that overlap much, only the best. Batched, per class, outputs of fixed size."""

from __future__ import annotations

import keras
from keras import ops

from course.detection.boxes import Tensor, check_thresholds

NEVER = float("-inf")


def nms(
    boxes: Tensor, scores: Tensor, iou_threshold: float, max_outputs: int, score_threshold: float = NEVER
) -> tuple[Tensor, Tensor]:
    """Take the box with the best score, drop all that overlap it by more than the threshold, and so on.

    Of boxes with equal scores the first goes first. A box without area overlaps nothing. A box or score that is not
    finite is never taken.

    Args:
        boxes: ``(B, N, 4)`` xyxy in pixels.
        scores: ``(B, N)``.
        iou_threshold: Two kept boxes overlap by at most this IoU.
        max_outputs: How many to keep, at most: the size of the outputs.
        score_threshold: A kept box has a larger score.

    Returns:
        ``(B, max_outputs)`` int32 indices into N, best first, and ``(B, max_outputs)`` bool: which of them are
        boxes; the others are padding, with index 0.

    Raises:
        ValueError: ``max_outputs`` is not positive, ``iou_threshold`` is not in 0 … 1, or a shape does not fit.

    Example:
        The second box overlaps the first, which has the better score, by 0.8; the third is elsewhere.

        >>> boxes = ops.array([[[0.0, 0, 10, 10], [0, 0, 10, 8], [20, 20, 30, 30]]])
        >>> kept, valid = nms(boxes, ops.array([[0.9, 0.8, 0.7]]), iou_threshold=0.5, max_outputs=3)
        >>> ops.convert_to_numpy(kept).tolist(), ops.convert_to_numpy(valid).tolist()
        ([[0, 2, 0]], [[True, True, False]])
    """
    _check(boxes, scores, iou_threshold, max_outputs)
    boxes, scores = ops.cast(ops.stop_gradient(boxes), "float32"), ops.cast(ops.stop_gradient(scores), "float32")
    finite = ops.isfinite(ops.sum(boxes, axis=-1) + scores)
    scores = ops.where(ops.logical_and(finite, scores > score_threshold), scores, NEVER)
    suppress = _suppress_in_tensorflow if keras.config.backend() == "tensorflow" else _suppress
    return suppress(boxes, scores, iou_threshold, max_outputs)


def nms_per_class(
    boxes: Tensor,
    scores: Tensor,
    classes: Tensor,
    iou_threshold: float,
    max_outputs: int,
    score_threshold: float = NEVER,
) -> tuple[Tensor, Tensor]:
    """Do :func:`nms` where only boxes of the same class suppress each other.

    Each class is moved to a place of its own, where it meets no other: one pass serves all.

    Args:
        boxes: ``(B, N, 4)`` xyxy in pixels.
        scores: ``(B, N)``.
        classes: ``(B, N)`` int, or what else keeps boxes apart: the level of a pyramid.
        iou_threshold: As in :func:`nms`.
        max_outputs: As in :func:`nms`, for all classes together.
        score_threshold: As in :func:`nms`.

    Returns:
        As :func:`nms`.

    Example:
        >>> boxes = ops.array([[[0.0, 0, 10, 10], [0, 0, 10, 8], [0, 0, 10, 9]]])
        >>> scores, classes = ops.array([[0.9, 0.8, 0.7]]), ops.array([[0, 1, 0]])
        >>> kept, valid = nms_per_class(boxes, scores, classes, iou_threshold=0.5, max_outputs=2)
        >>> ops.convert_to_numpy(kept).tolist()
        [[0, 1]]
    """
    _check(boxes, scores, iou_threshold, max_outputs)
    boxes = ops.cast(boxes, "float32")
    finite = ops.where(ops.isfinite(boxes), boxes, 0.0)
    extent = ops.max(finite, axis=(1, 2), keepdims=True) - ops.min(finite, axis=(1, 2), keepdims=True) + 1  # [B, 1, 1]
    moved = boxes + ops.cast(classes, "float32")[..., None] * extent  # [B, N, 4]
    return nms(moved, scores, iou_threshold, max_outputs, score_threshold)


def _check(boxes: Tensor, scores: Tensor, iou_threshold: float, max_outputs: int) -> None:
    check_thresholds(iou_threshold=iou_threshold)
    if max_outputs < 1:
        raise ValueError(f"nms needs room for at least one box, got max_outputs={max_outputs}")
    shape, of_scores = tuple(ops.convert_to_tensor(boxes).shape), tuple(ops.convert_to_tensor(scores).shape)
    if len(shape) != 3 or len(of_scores) != 2 or shape[2] != 4 or shape[1] != of_scores[1]:  # None if not known
        raise ValueError(
            f"nms takes boxes (B, N, 4) and scores (B, N), got {shape} and {of_scores}: put an axis in front of one "
            "image"
        )


def _suppress(boxes: Tensor, scores: Tensor, iou_threshold: float, max_outputs: int) -> tuple[Tensor, Tensor]:
    """Keep one box of each image per step. A score of -inf is never kept."""
    areas = (boxes[..., 2] - boxes[..., 0]) * (boxes[..., 3] - boxes[..., 1])  # [B, N]
    slots = ops.arange(max_outputs, dtype="int32")
    numbers = ops.arange(boxes.shape[1], dtype="int32")

    def step(slot: Tensor, scores: Tensor, kept: Tensor, valid: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        best = ops.cast(ops.argmax(scores, axis=1), "int32")[:, None]  # [B, 1]
        is_box = ops.take_along_axis(scores, best, axis=1) > NEVER
        box = ops.take_along_axis(boxes, best[..., None], axis=1)  # [B, 1, 4]
        low, high = ops.maximum(boxes[..., :2], box[..., :2]), ops.minimum(boxes[..., 2:], box[..., 2:])  # [B, N, 2]
        sides = ops.maximum(high - low, 0.0)
        shared = sides[..., 0] * sides[..., 1]  # [B, N]
        union = areas + ops.take_along_axis(areas, best, axis=1) - shared
        gone = ops.logical_or(shared > iou_threshold * union, numbers == best)
        is_slot = slots == slot
        kept = ops.where(ops.logical_and(is_slot, is_box), best, kept)
        valid = ops.logical_or(valid, ops.logical_and(is_slot, is_box))
        return slot + 1, ops.where(gone, NEVER, scores), kept, valid

    def goes_on(slot: Tensor, scores: Tensor, kept: Tensor, valid: Tensor) -> Tensor:
        return ops.logical_and(slot < max_outputs, ops.any(scores > NEVER))

    kept = ops.zeros_like(scores[:, :1], dtype="int32") + ops.zeros_like(slots)  # [B, K]
    start = (ops.cast(0, "int32"), scores, kept, kept > 0)
    _, _, kept, valid = ops.while_loop(goes_on, step, start, maximum_iterations=max_outputs)
    return kept, valid


def _suppress_in_tensorflow(
    boxes: Tensor, scores: Tensor, iou_threshold: float, max_outputs: int
) -> tuple[Tensor, Tensor]:
    """Do as :func:`_suppress` with TensorFlow's own kernel, which is many times as fast on a CPU."""
    import tensorflow as tf

    def of_image(image: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        return tuple(
            tf.raw_ops.NonMaxSuppressionV4(
                boxes=image[0],
                scores=image[1],
                max_output_size=max_outputs,
                iou_threshold=iou_threshold,
                score_threshold=scores.dtype.min,
                pad_to_max_output_size=True,
            )
        )

    outputs = tf.TensorSpec([max_outputs], tf.int32), tf.TensorSpec([], tf.int32)
    kept, count = tf.map_fn(of_image, (boxes, scores), fn_output_signature=outputs)
    valid = ops.arange(max_outputs, dtype="int32") < count[:, None]
    return ops.where(valid, kept, 0), valid
