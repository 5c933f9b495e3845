# The Huber loss, which is beta times smooth L1.
# hint: Huber loss divided by beta
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    p = positives[..., None]
    e = ops.abs(ops.where(p, deltas, 0.0) - ops.where(p, targets, 0.0))
    losses = ops.where(e < beta, e * e / 2, beta * (e - beta / 2))
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
