# Takes the logits for probabilities.
# hint: these are logits
from keras import ops


def class_loss(logits, classes, drawn):
    losses = ops.sparse_categorical_crossentropy(classes, ops.convert_to_tensor(logits))
    count = ops.sum(ops.cast(drawn, "float32"))
    return ops.sum(ops.where(drawn, losses, 0.0)) / ops.maximum(count, 1.0)
