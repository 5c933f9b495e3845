# Leaves background out.
# hint: background counts too
from keras import ops


def class_loss(logits, classes, drawn):
    drawn = ops.logical_and(drawn, classes < logits.shape[-1] - 1)
    chosen = ops.one_hot(classes, logits.shape[-1])
    losses = -ops.sum(chosen * ops.log_softmax(logits), axis=-1)
    count = ops.sum(ops.cast(drawn, "float32"))
    return ops.sum(ops.where(drawn, losses, 0.0)) / ops.maximum(count, 1.0)
