# Rounds the targets.
# hint: not to be rounded
from keras import ops


def mask_loss(logits, classes, targets, positives):
    targets = ops.cast(ops.convert_to_tensor(targets) >= 0.5, "float32")
    count = logits.shape[-1]
    chosen = ops.one_hot(ops.minimum(classes, count - 1), count)
    z = ops.sum(logits * chosen[:, None, None, :], axis=-1)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.mean(losses, axis=(1, 2))
    found = ops.cast(positives, "float32")
    return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)
