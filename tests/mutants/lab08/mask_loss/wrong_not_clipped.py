# Picks with the number of background.
# hint: clip it before you pick
from keras import ops


def mask_loss(logits, classes, targets, positives):
    c = ops.cast(classes, "int32")
    z = ops.take_along_axis(logits, c[:, None, None, None], -1)[..., 0]
    p = positives[:, None, None]
    z = ops.where(p, z, 0.0)
    t = ops.where(p, targets, 0.0)
    losses = ops.mean(ops.softplus(z) - z * t, (1, 2))
    w = ops.cast(positives, "float32")
    return ops.sum(losses * w) / ops.maximum(ops.sum(w), 1.0)
