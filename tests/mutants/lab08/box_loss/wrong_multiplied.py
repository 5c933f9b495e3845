# Multiplies by the mask, so NaN comes through.
# hint: NaN · 0
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = losses * ops.cast(positives, "float32")
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
