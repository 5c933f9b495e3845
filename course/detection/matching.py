"""Matching: which object, if any, each anchor or proposal is to learn."""

from __future__ import annotations

from keras import ops

from course.detection.boxes import Tensor, check_thresholds

POSITIVE, NEGATIVE, IGNORED = 1, 0, -1


def match(
    overlaps: Tensor,
    valid: Tensor,
    low_threshold: float,
    high_threshold: float,
    allow_low_quality_matches: bool = False,
) -> tuple[Tensor, Tensor]:
    """Give each candidate the object that it overlaps most, and say whether that is enough.

    A candidate is positive from an IoU of ``high_threshold`` on, negative below ``low_threshold`` and ignored in
    between. With ``allow_low_quality_matches`` the best candidate of each object is positive too, however small the
    overlap (all of them where several are equally good), unless it does not overlap at all.

    Args:
        overlaps: ``(B, M, N)`` IoU of M objects with N candidates.
        valid: ``(B, M)`` bool, which of the M slots hold an object.
        low_threshold: Below this IoU a candidate is negative.
        high_threshold: From this IoU on a candidate is positive.
        allow_low_quality_matches: Whether an object without a good candidate takes its best ones.

    Returns:
        ``(B, N)`` int32 index of the object that overlaps the candidate most, 0 where there is none, and ``(B, N)``
        int32: 1 positive, 0 negative, -1 ignored. Without objects all are negative.

    Raises:
        ValueError: A threshold is not in 0 … 1, the low one is above the high one, or there is no slot for an object.

    Example:
        >>> overlaps, valid = [[[0.8, 0.4, 0.1, 0.0]]], [[True]]  # one object, four candidates
        >>> objects, states = match(overlaps, valid, low_threshold=0.3, high_threshold=0.7)
        >>> ops.convert_to_numpy(states).tolist()
        [[1, -1, 0, 0]]

    Reference:
        Ren et al., Faster R-CNN, 2015, section 3.1.2; names as in torchvision's ``Matcher``.
    """
    check_thresholds(low_threshold=low_threshold, high_threshold=high_threshold)
    if low_threshold > high_threshold:
        raise ValueError(f"low_threshold must not be above high_threshold, got {low_threshold} and {high_threshold}")
    valid = ops.convert_to_tensor(valid)
    if valid.shape[1] == 0:
        raise ValueError("match needs at least one slot for an object; an image without objects has an empty slot")
    overlaps = ops.where(valid[..., None], overlaps, 0.0)  # [B, M, N]
    best = ops.max(overlaps, axis=1)  # [B, N]
    objects = ops.cast(ops.argmax(overlaps, axis=1), "int32")  # [B, N]
    states = ops.where(best >= high_threshold, POSITIVE, ops.where(best >= low_threshold, IGNORED, NEGATIVE))
    if allow_low_quality_matches:
        best_of_object = ops.max(overlaps, axis=2, keepdims=True)  # [B, M, 1]
        is_best = ops.logical_and(overlaps >= best_of_object, overlaps > 0)  # [B, M, N]
        states = ops.where(ops.any(is_best, axis=1), POSITIVE, states)  # [B, N]
    return objects, ops.cast(states, "int32")
