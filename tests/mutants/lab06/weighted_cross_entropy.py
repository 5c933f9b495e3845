# %% right by_hand
# The largest score is subtracted by hand.
import keras.ops as K


def weighted_cross_entropy(labels, weights, logits):
    z = K.convert_to_tensor(logits)
    z = z - K.max(z, axis=-1, keepdims=True)
    log_sum = K.log(K.sum(K.exp(z), axis=-1))
    target = K.one_hot(K.cast(labels, "int32"), z.shape[-1])
    losses = log_sum - K.sum(z * K.cast(target, z.dtype), axis=-1)
    total = K.sum(losses * K.cast(weights, z.dtype))
    return total / float(losses.shape[0] * losses.shape[1] * losses.shape[2])

# %% right logsumexp
# The logarithm of the sum, minus the true score.
from keras import ops


def weighted_cross_entropy(labels, weights, logits):
    logits = ops.convert_to_tensor(logits)
    true = ops.take_along_axis(logits, ops.expand_dims(ops.cast(labels, "int32"), -1), axis=-1)[..., 0]
    return ops.mean((ops.logsumexp(logits, axis=-1) - true) * ops.convert_to_tensor(weights))

# %% wrong clipped
# The probability is clipped.
# hint: clipped
# of: solution
-     logarithms = keras.ops.log_softmax(logits, axis=-1)
+     logarithms = keras.ops.log(keras.ops.clip(keras.ops.softmax(logits, axis=-1), 1e-7, 1.0))

# %% wrong each_pixel
# A loss for each pixel.
# hint: loss for each pixel
# of: solution
-     return keras.ops.mean(keras.ops.cast(weights, surprise.dtype) * surprise)
+     return keras.ops.cast(weights, surprise.dtype) * surprise

# %% wrong no_softmax
# The scores are taken for logarithms of probabilities.
# hint: not probabilities
# of: solution
-     logarithms = keras.ops.log_softmax(logits, axis=-1)
+     logarithms = keras.ops.convert_to_tensor(logits)

# %% wrong numpy
# Right numbers, in NumPy: nothing can be differentiated.
# hint: no gradient
import numpy as np


def weighted_cross_entropy(labels, weights, logits):
    top = logits.max(axis=-1, keepdims=True)
    logarithms = logits - top - np.log(np.exp(logits - top).sum(axis=-1, keepdims=True))
    return float(np.mean(-weights * np.take_along_axis(logarithms, labels[..., None], axis=-1)[..., 0]))

# %% wrong sign
# The sign is lost.
# hint: sign is lost
# of: solution
-     surprise = -keras.ops.sum(true_class * logarithms, axis=-1)
+     surprise = keras.ops.sum(true_class * logarithms, axis=-1)

# %% wrong sum
# The sum over all pixels.
# hint: the sum over pixels
# of: solution
-     return keras.ops.mean(keras.ops.cast(weights, surprise.dtype) * surprise)
+     return keras.ops.sum(keras.ops.cast(weights, surprise.dtype) * surprise)

# %% wrong unstable
# The logarithm of a softmax.
# hint: unstable
# of: solution
-     logarithms = keras.ops.log_softmax(logits, axis=-1)
+     logarithms = keras.ops.log(keras.ops.softmax(logits, axis=-1))

# %% wrong weighted_mean
# Divides by the sum of the weights.
# hint: sum of the weights
# of: solution
-     return keras.ops.mean(keras.ops.cast(weights, surprise.dtype) * surprise)
+     weights = keras.ops.cast(weights, surprise.dtype)
+     return keras.ops.sum(weights * surprise) / keras.ops.sum(weights)

# %% wrong weights_ignored
# The weights are never used.
# hint: weights are ignored
# of: solution
-     return keras.ops.mean(keras.ops.cast(weights, surprise.dtype) * surprise)
+     return keras.ops.mean(surprise)
