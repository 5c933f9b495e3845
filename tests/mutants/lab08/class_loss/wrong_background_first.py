# Takes background for the first logit.
# hint: background is the last
from keras import ops


def class_loss(logits, classes, drawn):
    C = logits.shape[-1]
    losses = ops.sparse_categorical_crossentropy((classes + 1) % C, logits, from_logits=True)
    w = ops.cast(drawn, losses.dtype)
    return ops.sum(losses * w) / ops.maximum(ops.sum(w), 1)
