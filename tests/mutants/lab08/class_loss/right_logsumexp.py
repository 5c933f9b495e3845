# With logsumexp.
from keras import ops


def class_loss(logits, classes, drawn):
    of_class = ops.take_along_axis(ops.convert_to_tensor(logits), ops.expand_dims(classes, -1), axis=-1)[..., 0]
    losses = (ops.logsumexp(logits, axis=-1) - of_class) * ops.cast(drawn, "float32")
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
