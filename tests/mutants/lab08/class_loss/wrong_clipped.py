# Clips the probabilities, as Keras does without from_logits.
# hint: count in full
from keras import ops


def class_loss(logits, classes, drawn):
    shares = ops.clip(ops.softmax(logits), 1e-7, 1)
    losses = -ops.log(ops.take_along_axis(shares, classes[..., None], axis=-1)[..., 0])
    total = ops.sum(ops.where(drawn, losses, 0.0))
    return total / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1)
