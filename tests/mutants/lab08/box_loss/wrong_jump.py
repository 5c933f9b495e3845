# The pieces do not meet.
# hint: do not meet
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
