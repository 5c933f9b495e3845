# The mean of the positives' mean and the negatives'.
# hint: all drawn weigh the same
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    logits = ops.where(drawn, logits, 0.0)
    losses = ops.softplus(logits) - logits * ops.cast(positives, "float32")
    means = []
    for kind in (positives, negatives):
        count = ops.maximum(ops.sum(ops.cast(kind, "float32")), 1)
        means.append(ops.sum(ops.where(kind, losses, 0.0)) / count)
    return (means[0] + means[1]) / 2
