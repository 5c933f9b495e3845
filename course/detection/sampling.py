"""Sampling: a fixed number of candidates an image to learn from, positives and negatives in proportion."""

from __future__ import annotations

import keras
from keras import ops

from course.detection.boxes import Tensor
from course.detection.matching import NEGATIVE, POSITIVE


def sample(
    states: Tensor, count: int, positive_share: float, seed: keras.random.SeedGenerator | int | None = None
) -> tuple[Tensor, Tensor]:
    """Draw ``count`` candidates of each image, at most ``positive_share`` of them positive.

    Positives that are missing are made up by negatives, as in the papers (128 : 128 for the RPN). Each candidate is as
    likely as any other of its kind. If there are no more candidates than may be drawn, all are, and nothing is random.

    Args:
        states: ``(B, N)`` int32: 1 positive, 0 negative, anything else is not drawn.
        count: Number of candidates to draw.
        positive_share: Largest share of positives, 0 to 1.
        seed: Seed of the draw.

    Returns:
        Two ``(B, N)`` bool masks: the positives and the negatives that were drawn.

    Raises:
        ValueError: ``count`` or ``positive_share`` is out of range.
    """
    if count < 1 or not 0 <= positive_share <= 1:
        raise ValueError(f"sample needs count >= 1 and 0 <= positive_share <= 1, got {count} and {positive_share}")
    draw = keras.random.uniform(ops.shape(states), seed=seed)
    positives = _first(states == POSITIVE, draw, int(count * positive_share))
    left = count - ops.sum(ops.cast(positives, "int32"), axis=1, keepdims=True)  # [B, 1]
    return positives, _first(states == NEGATIVE, draw, left)


def _first(wanted: Tensor, draw: Tensor, count: Tensor | int) -> Tensor:
    """Return those ``count`` of the wanted that have the smallest draws, ``(B, N)`` bool."""
    order = ops.argsort(ops.where(wanted, draw, 2.0), axis=1)
    rank = ops.argsort(order, axis=1)
    return ops.logical_and(wanted, rank < count)


def gather_sample(positives: Tensor, negatives: Tensor, count: int) -> tuple[Tensor, Tensor, Tensor]:
    """Turn the masks of :func:`sample` into ``count`` indices: positives first, then negatives, then padding.

    Args:
        positives: ``(B, N)`` bool.
        negatives: ``(B, N)`` bool.
        count: Number of indices; more than N is cut to N.

    Returns:
        ``(B, min(count, N))`` int32 indices and two bool masks of the same shape: which of them are positive, and which
        were drawn at all.
    """
    priority = 2 * ops.cast(positives, "float32") + ops.cast(negatives, "float32")
    values, indices = ops.top_k(priority, min(count, positives.shape[1]))
    return ops.cast(indices, "int32"), values > 1.5, values > 0.5


def hardest_negatives(losses: Tensor, positives: Tensor, negatives: Tensor, ratio: float, at_least: int = 1) -> Tensor:
    """Return the negatives with the largest losses, ``ratio`` for each positive of the image.

    Args:
        losses: ``(B, N)`` loss of each candidate if it is taken for background.
        positives: ``(B, N)`` bool.
        negatives: ``(B, N)`` bool, from which to choose.
        ratio: Negatives a positive; 3 in the paper.
        at_least: Negatives of an image that has too few positives, so that an empty image teaches something.

    Returns:
        ``(B, N)`` bool.

    Reference:
        Liu et al., SSD, 2016, section 2.2, "Hard negative mining".
    """
    count = ratio * ops.sum(ops.cast(positives, "float32"), axis=1, keepdims=True)  # [B, 1]
    count = ops.maximum(count, float(at_least))
    order = ops.argsort(ops.where(negatives, -losses, float("inf")), axis=1)
    rank = ops.cast(ops.argsort(order, axis=1), "float32")
    return ops.logical_and(negatives, rank < count)
