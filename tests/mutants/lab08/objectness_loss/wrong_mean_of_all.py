# The mean over all anchors, drawn or not.
# hint: only the anchors drawn
from keras import ops


def objectness_loss(logits, positives, negatives):
    targets = ops.cast(positives, "float32")
    return ops.mean(ops.binary_crossentropy(targets, ops.convert_to_tensor(logits), from_logits=True))
