# Clips the logits.
# hint: count in full
from keras import ops


def objectness_loss(logits, positives, negatives):
    d = ops.logical_or(positives, negatives)
    z = ops.clip(ops.where(d, logits, 0.0), -15, 15)
    t = ops.cast(positives, "float32")
    losses = ops.where(d, ops.softplus(z) - z * t, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(d, "float32")), 1.0)
