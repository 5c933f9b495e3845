# Negatives do not count.
# hint: negatives count too
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.convert_to_tensor(positives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count
