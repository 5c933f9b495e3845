# Teaches the other masks to be empty.
# hint: teaches the others to be empty
from keras import ops


def mask_loss(logits, classes, targets, positives):
    t = targets[..., None] * ops.one_hot(ops.clip(classes, 0, logits.shape[-1] - 1), logits.shape[-1])[:, None, None]
    losses = ops.mean(ops.binary_crossentropy(t, logits, from_logits=True), (1, 2, 3))
    w = ops.cast(positives, "float32")
    return ops.sum(ops.where(positives, losses, 0.0)) / ops.maximum(ops.sum(w), 1.0)
