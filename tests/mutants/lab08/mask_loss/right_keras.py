# Keras' cross-entropy, of all masks, then picks.
from keras import ops


def mask_loss(logits, classes, targets, positives):
    logits = ops.convert_to_tensor(logits)
    wanted = ops.broadcast_to(ops.expand_dims(targets, -1), ops.shape(logits))
    losses = ops.binary_crossentropy(wanted, logits, from_logits=True)
    places = ops.where(positives, classes, 0)[:, None]
    losses = ops.take_along_axis(ops.mean(losses, axis=(1, 2)), places, axis=1)[:, 0]
    total = ops.sum(ops.where(positives, losses, 0.0))
    return total / ops.maximum(ops.sum(ops.cast(positives, "float32")), 1.0)
