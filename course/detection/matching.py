"""Matching: which object, if any, each anchor or proposal is to learn."""

from __future__ import annotations

from keras import ops

from course.detection.boxes import Tensor

POSITIVE, NEGATIVE, IGNORED = 1, 0, -1


def match(overlaps: Tensor, valid: Tensor, low: float, high: float, low_quality: bool = False) -> tuple[Tensor, Tensor]:
    """Give each candidate the object it overlaps most, and say whether that is enough.

    A candidate is positive from an IoU of ``high`` on, negative below ``low`` and ignored in between. With
    ``low_quality`` the best candidate of each object is positive too, however small the overlap (all of them where
    several are equally good), unless it does not overlap at all.

    >>> match([[[0.8, 0.4, 0.1, 0.0]]], [[True]], low=0.3, high=0.7)[1]  # doctest: +SKIP
    [[1, -1, 0, 0]]

    Args:
        overlaps: ``(B, M, N)`` IoU of M objects with N candidates.
        valid: ``(B, M)`` bool, which of the M slots hold an object.
        low: Below it a candidate is negative.
        high: From it on a candidate is positive.
        low_quality: Whether an object without a good candidate takes its best ones.

    Returns:
        ``(B, N)`` int32 index of the object that overlaps the candidate most, 0 where there is none, and ``(B, N)``
        int32: 1 positive, 0 negative, -1 ignored. Without objects all are negative.

    Reference:
        Ren et al., Faster R-CNN, 2015, section 3.1.2.
    """
    overlaps = ops.where(valid[..., None], overlaps, 0.0)  # [B, M, N]
    best = ops.max(overlaps, axis=1)  # [B, N]
    objects = ops.cast(ops.argmax(overlaps, axis=1), "int32")
    states = ops.where(best >= high, POSITIVE, ops.where(best >= low, IGNORED, NEGATIVE))
    if low_quality:
        best_of_object = ops.max(overlaps, axis=2, keepdims=True)  # [B, M, 1]
        is_best = ops.logical_and(overlaps >= best_of_object, overlaps > 0)
        states = ops.where(ops.any(is_best, axis=1), POSITIVE, states)
    return objects, ops.cast(states, "int32")
