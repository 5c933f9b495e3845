# Negatives learn offsets as well.
# hint: negatives do not count
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(drawn[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(drawn, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
