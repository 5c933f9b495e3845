# With softplus.
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    signed = ops.where(positives, -logits, logits)  # softplus(-z) for positives, softplus(z) for negatives
    losses = ops.softplus(ops.where(drawn, signed, 0.0))
    counted = ops.cast(drawn, losses.dtype)
    return ops.sum(losses * counted) / ops.maximum(ops.sum(counted), 1)
