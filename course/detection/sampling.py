"""Sampling: a fixed number of candidates per image to learn from, positives and negatives in proportion."""

from __future__ import annotations

import keras
from keras import ops

from course.detection.boxes import Tensor
from course.detection.matching import NEGATIVE, POSITIVE


def sample(
    states: Tensor,
    batch_size_per_image: int,
    positive_fraction: float,
    seed: keras.random.SeedGenerator | int | None = None,
) -> tuple[Tensor, Tensor]:
    """Choose candidates of each image at random, at most ``positive_fraction`` of them positive.

    Negatives fill the places of missing positives, as in the papers (128 : 128 for the RPN). Each candidate is as
    likely as any other of its kind. If there are no more candidates than may be chosen, all are, and nothing is random.

    Args:
        states: ``(B, N)`` int32: 1 positive, 0 negative, anything else is never chosen.
        batch_size_per_image: Number of candidates to choose from each image.
        positive_fraction: Largest share of positives, 0 to 1.
        seed: Seed of the choice.

    Returns:
        Two ``(B, N)`` bool masks: the positives and the negatives that were chosen.

    Raises:
        ValueError: ``batch_size_per_image`` or ``positive_fraction`` is out of range.

    Example:
        >>> positives, negatives = sample([[1, 0, 0, -1]], batch_size_per_image=3, positive_fraction=0.5)
        >>> ops.convert_to_numpy(positives).tolist(), ops.convert_to_numpy(negatives).tolist()
        ([[True, False, False, False]], [[False, True, True, False]])
    """
    if batch_size_per_image < 1 or not 0 <= positive_fraction <= 1:
        raise ValueError(
            f"sample needs batch_size_per_image >= 1 and 0 <= positive_fraction <= 1, got {batch_size_per_image} and "
            f"{positive_fraction}"
        )
    states = ops.convert_to_tensor(states)
    rank = keras.random.uniform(ops.shape(states), seed=seed)  # [B, N]
    positives = _first(states == POSITIVE, rank, int(batch_size_per_image * positive_fraction))
    left = batch_size_per_image - ops.sum(ops.cast(positives, "int32"), axis=1, keepdims=True)  # [B, 1]
    return positives, _first(states == NEGATIVE, rank, left)


def _first(wanted: Tensor, rank: Tensor, count: Tensor | int) -> Tensor:
    """Return those ``count`` of the wanted that have the smallest ranks, ``(B, N)`` bool."""
    order = ops.argsort(ops.where(wanted, rank, float("inf")), axis=1)
    place = ops.argsort(order, axis=1)  # [B, N]: 0 for the smallest
    return ops.logical_and(wanted, ops.less(place, count))


def gather_sample(positives: Tensor, negatives: Tensor, count: int) -> tuple[Tensor, Tensor, Tensor]:
    """Turn the masks of :func:`sample` into ``count`` indices: positives first, then negatives, then padding.

    Args:
        positives: ``(B, N)`` bool.
        negatives: ``(B, N)`` bool.
        count: Number of indices; more than N is cut to N.

    Returns:
        ``(B, min(count, N))`` int32 indices and two bool masks of the same shape: which of them are positive, and which
        were chosen at all.

    Example:
        >>> indices, positive, sampled = gather_sample([[False, False, True]], [[True, False, False]], count=3)
        >>> ops.convert_to_numpy(indices).tolist(), ops.convert_to_numpy(sampled).tolist()
        ([[2, 0, 1]], [[True, True, False]])
    """
    priority = 2 * ops.cast(positives, "float32") + ops.cast(negatives, "float32")  # [B, N]
    values, indices = ops.top_k(priority, min(count, priority.shape[1]))
    return ops.cast(indices, "int32"), values > 1.5, values > 0.5


def hardest_negatives(losses: Tensor, positives: Tensor, negatives: Tensor, ratio: float, at_least: int = 1) -> Tensor:
    """Return the negatives with the largest losses, ``ratio`` of them per positive of the image.

    Args:
        losses: ``(B, N)`` loss of each candidate if it is taken for background.
        positives: ``(B, N)`` bool.
        negatives: ``(B, N)`` bool, from which to choose.
        ratio: Negatives per positive; 3 in the paper.
        at_least: Negatives of an image that has too few positives, so that an empty image teaches something.

    Returns:
        ``(B, N)`` bool.

    Example:
        >>> positives, negatives = [[True, False, False, False]], [[False, True, True, True]]
        >>> hard = hardest_negatives([[9.0, 0.2, 0.7, 0.5]], positives, negatives, ratio=2)
        >>> ops.convert_to_numpy(hard).tolist()
        [[False, False, True, True]]

    Reference:
        Liu et al., SSD, 2016, section 2.2, "Hard negative mining".
    """
    negatives = ops.convert_to_tensor(negatives)
    count = ratio * ops.sum(ops.cast(positives, "float32"), axis=1, keepdims=True)  # [B, 1]
    return _first(negatives, -ops.convert_to_tensor(losses), ops.maximum(count, float(at_least)))
