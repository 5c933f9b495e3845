# The masks of all classes learn.
# hint: yours has all
from keras import ops


def mask_loss(logits, classes, targets, positives):
    z = ops.convert_to_tensor(logits)
    t = ops.broadcast_to(ops.expand_dims(targets, -1), ops.shape(z))
    losses = ops.mean(ops.binary_crossentropy(t, z, from_logits=True), axis=(1, 2, 3))
    found = ops.cast(positives, "float32")
    return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)
