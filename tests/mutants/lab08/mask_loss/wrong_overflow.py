# Takes the exponential as it comes.
# hint: must not overflow
from keras import ops


def mask_loss(logits, classes, targets, positives):
    count = logits.shape[-1]
    chosen = ops.one_hot(ops.minimum(classes, count - 1), count)
    z = ops.sum(logits * chosen[:, None, None, :], axis=-1)
    losses = ops.log(1 + ops.exp(z)) - z * targets
    losses = ops.mean(losses, axis=(1, 2))
    found = ops.cast(positives, "float32")
    return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)
