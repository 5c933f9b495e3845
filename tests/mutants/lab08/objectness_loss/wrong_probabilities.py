# Takes the logits for probabilities.
# hint: these are logits
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.binary_crossentropy(targets, z)
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count
