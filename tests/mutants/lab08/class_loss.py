# %% right logsumexp
# With logsumexp.
from keras import ops


def class_loss(logits, classes, drawn):
    of_class = ops.take_along_axis(ops.convert_to_tensor(logits), ops.expand_dims(classes, -1), axis=-1)[..., 0]
    losses = (ops.logsumexp(logits, axis=-1) - of_class) * ops.cast(drawn, "float32")
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% right one_hot
# With one-hot vectors.
from keras import ops


def class_loss(logits, classes, drawn):
    chosen = ops.one_hot(classes, logits.shape[-1])
    losses = -ops.sum(chosen * ops.log_softmax(logits), axis=-1)
    count = ops.sum(ops.cast(drawn, "float32"))
    return ops.sum(ops.where(drawn, losses, 0.0)) / ops.maximum(count, 1.0)

# %% wrong background_first
# Takes background for the first logit.
# hint: background is the last
from keras import ops


def class_loss(logits, classes, drawn):
    C = logits.shape[-1]
    losses = ops.sparse_categorical_crossentropy((classes + 1) % C, logits, from_logits=True)
    w = ops.cast(drawn, losses.dtype)
    return ops.sum(losses * w) / ops.maximum(ops.sum(w), 1)

# %% wrong clipped
# Clips the probabilities, as Keras does without from_logits.
# hint: count in full
# of: solution
-     losses = keras.losses.sparse_categorical_crossentropy(classes, logits, from_logits=True)
+     shares = ops.clip(ops.softmax(logits), 1e-7, 1)
+     losses = -ops.log(ops.take_along_axis(shares, classes[..., None], axis=-1)[..., 0])

# %% wrong divided_by_all
# Divides by all regions.
# hint: not by all
# of: one_hot
-     return ops.sum(ops.where(drawn, losses, 0.0)) / ops.maximum(count, 1.0)
+     return ops.mean(ops.where(drawn, losses, 0.0))

# %% wrong mean_of_all
# The mean over all regions.
# hint: yours is the mean over all
# of: one_hot
-     return ops.sum(ops.where(drawn, losses, 0.0)) / ops.maximum(count, 1.0)
+     return ops.mean(losses)

# %% wrong mean_of_means
# The mean of the images' means.
# hint: mean of the images' means
from keras import ops


def class_loss(logits, classes, drawn):
    losses = ops.sparse_categorical_crossentropy(classes, logits, from_logits=True)
    w = ops.cast(drawn, losses.dtype)
    return ops.mean(ops.sum(losses * w, 1) / ops.maximum(ops.sum(w, 1), 1))

# %% wrong no_background
# Leaves background out.
# hint: background counts too
# of: one_hot
- def class_loss(logits, classes, drawn):
+ def class_loss(logits, classes, drawn):
+     drawn = ops.logical_and(drawn, classes < logits.shape[-1] - 1)

# %% wrong no_minimum
# Divides by zero.
# hint: divide by at least 1
# of: one_hot
-     return ops.sum(ops.where(drawn, losses, 0.0)) / ops.maximum(count, 1.0)
+     return ops.sum(ops.where(drawn, losses, 0.0)) / count

# %% wrong overflow
# Exponentials that overflow.
# hint: must not overflow
from keras import ops


def class_loss(logits, classes, drawn):
    e = ops.exp(logits)
    pr = e / ops.sum(e, -1, keepdims=True)
    losses = -ops.log(ops.take_along_axis(pr, ops.cast(classes, "int32")[..., None], -1)[..., 0])
    w = ops.cast(drawn, losses.dtype)
    return ops.sum(losses * w) / ops.maximum(ops.sum(w), 1)

# %% wrong probabilities
# Takes the logits for probabilities.
# hint: these are logits
# of: one_hot
-     chosen = ops.one_hot(classes, logits.shape[-1])
-     losses = -ops.sum(chosen * ops.log_softmax(logits), axis=-1)
+     losses = ops.sparse_categorical_crossentropy(classes, ops.convert_to_tensor(logits))

# %% wrong sigmoid
# A sigmoid for each class.
# hint: not a sigmoid
# of: one_hot
-     losses = -ops.sum(chosen * ops.log_softmax(logits), axis=-1)
+     losses = ops.sum(ops.binary_crossentropy(chosen, ops.convert_to_tensor(logits), from_logits=True), axis=-1)

# %% wrong sign
# The sign is wrong.
# hint: sign is wrong
# of: one_hot
-     losses = -ops.sum(chosen * ops.log_softmax(logits), axis=-1)
+     losses = ops.sum(chosen * ops.log_softmax(logits), axis=-1)

# %% wrong sum
# A sum.
# hint: a mean, not a sum
# of: one_hot
-     return ops.sum(ops.where(drawn, losses, 0.0)) / ops.maximum(count, 1.0)
+     return ops.sum(ops.where(drawn, losses, 0.0))
