"""The five losses of Mask R-CNN, each a scalar over the batch. What was not sampled does not count."""

from __future__ import annotations

from keras import ops

from course.detection.boxes import Tensor

BETA = 1 / 9  # where the box losses turn from quadratic to linear, as in torchvision


def smooth_l1(error: Tensor, beta: float = BETA) -> Tensor:
    """Return ``error² / (2 β)`` where ``|error| < β``, else ``|error| - β / 2``; the shape of ``error``.

    Example:
        >>> ops.convert_to_numpy(smooth_l1(ops.array([0.0, 0.5, -2.0]), beta=1.0)).tolist()
        [0.0, 0.125, 1.5]

    Reference:
        Girshick, Fast R-CNN, 2015, equation 3.
    """
    error = ops.abs(error)
    return ops.where(error < beta, 0.5 * ops.square(error) / beta, error - 0.5 * beta)


def masked_mean(values: Tensor, mask: Tensor, count: Tensor | None = None) -> Tensor:
    """Return the sum of the values under a mask over their number, or over ``count``; 0 if there are none.

    Values outside the mask may be infinite or not a number: neither the mean nor its gradient sees them, as long as
    they were themselves computed from finite ones.

    Args:
        values: Any shape.
        mask: Bool, the shape of ``values``.
        count: What to divide by, a scalar; the number of values under the mask if left out.

    Example:
        >>> float(masked_mean(ops.array([1.0, 5.0, float("nan")]), ops.array([True, True, False])))
        3.0
    """
    total = ops.sum(ops.where(mask, values, 0.0))
    count = ops.sum(ops.cast(mask, "float32")) if count is None else count
    return total / ops.maximum(count, 1.0)


def binary_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the cross-entropy of each logit with its target in 0 … 1, without overflow; the shape of both.

    Example:
        >>> losses = binary_cross_entropy(ops.array([0.0, 1000.0]), ops.array([1.0, 0.0]))
        >>> [round(float(loss), 3) for loss in losses]
        [0.693, 1000.0]
    """
    return ops.maximum(logits, 0.0) - logits * targets + ops.log1p(ops.exp(-ops.abs(logits)))


def objectness_loss(logits: Tensor, positives: Tensor, negatives: Tensor) -> Tensor:
    """Return the RPN's mean binary cross-entropy over the sampled anchors, a scalar.

    Args:
        logits: ``(B, N)``.
        positives: ``(B, N)`` bool, anchors sampled as objects.
        negatives: ``(B, N)`` bool, anchors sampled as background.
    """
    losses = binary_cross_entropy(logits, ops.cast(positives, "float32"))  # [B, N]
    return masked_mean(losses, ops.logical_or(positives, negatives))


def box_loss(deltas: Tensor, targets: Tensor, positives: Tensor, sampled: Tensor) -> Tensor:
    """Return the smooth L1 loss of the positives' offsets over the number sampled, negatives included: a scalar.

    Dividing by all that were sampled gives each positive the same weight, however many there are.

    Args:
        deltas: ``(B, N, 4)`` predicted.
        targets: ``(B, N, 4)`` to be predicted.
        positives: ``(B, N)`` bool.
        sampled: ``(B, N)`` bool, positives and negatives.
    """
    targets = ops.where(positives[..., None], targets, 0.0)  # [B, N, 4]
    losses = ops.sum(smooth_l1(ops.cast(deltas, "float32") - targets), axis=-1)  # [B, N]
    return masked_mean(losses, positives, ops.sum(ops.cast(sampled, "float32")))


def class_loss(logits: Tensor, classes: Tensor, sampled: Tensor) -> Tensor:
    """Return the mean cross-entropy of the sampled regions, a scalar.

    Args:
        logits: ``(B, N, classes + 1)``, background last.
        classes: ``(B, N)`` int32, ``classes`` for background.
        sampled: ``(B, N)`` bool.
    """
    one_hot = ops.one_hot(classes, logits.shape[-1], dtype="float32")  # [B, N, C + 1]
    losses = -ops.sum(one_hot * ops.log_softmax(logits), axis=-1)  # [B, N]
    return masked_mean(losses, sampled)


def mask_loss(logits: Tensor, targets: Tensor, positives: Tensor) -> Tensor:
    """Return the mean binary cross-entropy of the positives' masks, over their pixels: a scalar.

    Args:
        logits: ``(B, N, S, S)``, of each region's true class.
        targets: ``(B, N, S, S)``, 0 to 1.
        positives: ``(B, N)`` bool.
    """
    losses = ops.mean(binary_cross_entropy(logits, targets), axis=(2, 3))  # [B, N]
    return masked_mean(losses, positives)
