# The sum over all pixels.
# hint: the sum over pixels
import keras


def weighted_cross_entropy(labels, weights, logits):
    logarithms = keras.ops.log_softmax(logits, axis=-1)
    true_class = keras.ops.one_hot(labels, logits.shape[-1], dtype=logarithms.dtype)
    surprise = -keras.ops.sum(true_class * logarithms, axis=-1)
    return keras.ops.sum(keras.ops.cast(weights, surprise.dtype) * surprise)
