# Multiplies by the mask, so NaN comes through.
# hint: NaN · 0
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.convert_to_tensor(logits)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = losses * ops.cast(drawn, "float32")
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count
