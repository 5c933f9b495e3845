# Divides by the sum of the weights.
# hint: sum of the weights
import keras


def weighted_cross_entropy(labels, weights, logits):
    logarithms = keras.ops.log_softmax(logits, axis=-1)
    true_class = keras.ops.one_hot(labels, logits.shape[-1], dtype=logarithms.dtype)
    surprise = -keras.ops.sum(true_class * logarithms, axis=-1)
    weights = keras.ops.cast(weights, surprise.dtype)
    return keras.ops.sum(weights * surprise) / keras.ops.sum(weights)
