# The logarithm of the sum, minus the true score.
from keras import ops


def weighted_cross_entropy(labels, weights, logits):
    logits = ops.convert_to_tensor(logits)
    true = ops.take_along_axis(logits, ops.expand_dims(ops.cast(labels, "int32"), -1), axis=-1)[..., 0]
    return ops.mean((ops.logsumexp(logits, axis=-1) - true) * ops.convert_to_tensor(weights))
