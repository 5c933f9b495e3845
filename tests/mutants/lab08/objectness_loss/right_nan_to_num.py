# Zeros in place of NaN.
from keras import ops


def objectness_loss(logits, positives, negatives):
    d = ops.cast(ops.logical_or(positives, negatives), "float32")
    z = ops.nan_to_num(logits)
    t = ops.cast(positives, "float32")
    losses = (ops.softplus(z) - z * t) * d
    return ops.sum(losses) / ops.maximum(ops.sum(d), 1.0)
