# Keras' cross-entropy.
from keras import ops


def objectness_loss(logits, positives, negatives):
    used = ops.cast(ops.logical_or(positives, negatives), "float32")
    safe = ops.where(used > 0, ops.convert_to_tensor(logits), 0.0)
    losses = ops.binary_crossentropy(ops.cast(positives, "float32"), safe, from_logits=True)
    return ops.sum(losses * used) / ops.maximum(ops.sum(used), 1.0)
