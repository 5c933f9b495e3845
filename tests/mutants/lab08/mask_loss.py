# %% right keras
# Keras' cross-entropy, of all masks, then picks.
from keras import ops


def mask_loss(logits, classes, targets, positives):
    logits = ops.convert_to_tensor(logits)
    wanted = ops.broadcast_to(ops.expand_dims(targets, -1), ops.shape(logits))
    losses = ops.binary_crossentropy(wanted, logits, from_logits=True)
    places = ops.where(positives, classes, 0)[:, None]
    losses = ops.take_along_axis(ops.mean(losses, axis=(1, 2)), places, axis=1)[:, 0]
    total = ops.sum(ops.where(positives, losses, 0.0))
    return total / ops.maximum(ops.sum(ops.cast(positives, "float32")), 1.0)

# %% right one_hot
# Picks with one-hot vectors.
from keras import ops


def mask_loss(logits, classes, targets, positives):
    count = logits.shape[-1]
    chosen = ops.one_hot(ops.minimum(classes, count - 1), count)
    z = ops.sum(logits * chosen[:, None, None, :], axis=-1)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.mean(losses, axis=(1, 2))
    found = ops.cast(positives, "float32")
    return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)

# %% wrong all_masks
# The masks of all classes learn.
# hint: yours has all
from keras import ops


def mask_loss(logits, classes, targets, positives):
    z = ops.convert_to_tensor(logits)
    t = ops.broadcast_to(ops.expand_dims(targets, -1), ops.shape(z))
    losses = ops.mean(ops.binary_crossentropy(t, z, from_logits=True), axis=(1, 2, 3))
    found = ops.cast(positives, "float32")
    return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)

# %% wrong all_regions
# All regions count.
# hint: yours is the mean over all
# of: one_hot
-     return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)
+     return ops.mean(losses)

# %% wrong class_before
# Takes classes to count from 1.
# hint: classes count from 0
# of: solution
-     chosen = ops.clip(classes, 0, logits.shape[-1] - 1)[:, None, None, None]
-     logits = ops.take_along_axis(logits, chosen, axis=3)[..., 0]
+     chosen = (ops.minimum(classes, logits.shape[-1] - 1) - 1) % logits.shape[-1]
+     logits = ops.take_along_axis(logits, chosen[:, None, None, None], axis=3)[..., 0]

# %% wrong divided_by_all
# Divides by all regions.
# hint: not by all regions
# of: one_hot
-     return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)
+     return ops.mean(losses * found)

# %% wrong first_mask
# Always the first mask.
# hint: not always the first
# of: one_hot
-     chosen = ops.one_hot(ops.minimum(classes, count - 1), count)
+     chosen = ops.one_hot(classes * 0, count)

# %% wrong largest
# The largest logit of all classes.
# hint: largest logit of all
from keras import ops


def mask_loss(logits, classes, targets, positives):
    z = ops.max(logits, -1)
    p = positives[:, None, None]
    z = ops.where(p, z, 0.0)
    t = ops.where(p, targets, 0.0)
    losses = ops.mean(ops.softplus(z) - z * t, (1, 2))
    w = ops.cast(positives, "float32")
    return ops.sum(losses * w) / ops.maximum(ops.sum(w), 1.0)

# %% wrong no_minimum
# Divides by zero.
# hint: divide by at least 1
# of: one_hot
-     return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)
+     return ops.sum(losses * found) / ops.sum(found)

# %% wrong not_clipped
# Picks with the number of background.
# hint: clip it before you pick
from keras import ops


def mask_loss(logits, classes, targets, positives):
    c = ops.cast(classes, "int32")
    z = ops.take_along_axis(logits, c[:, None, None, None], -1)[..., 0]
    p = positives[:, None, None]
    z = ops.where(p, z, 0.0)
    t = ops.where(p, targets, 0.0)
    losses = ops.mean(ops.softplus(z) - z * t, (1, 2))
    w = ops.cast(positives, "float32")
    return ops.sum(losses * w) / ops.maximum(ops.sum(w), 1.0)

# %% wrong others_empty
# Teaches the other masks to be empty.
# hint: teaches the others to be empty
from keras import ops


def mask_loss(logits, classes, targets, positives):
    t = targets[..., None] * ops.one_hot(ops.clip(classes, 0, logits.shape[-1] - 1), logits.shape[-1])[:, None, None]
    losses = ops.mean(ops.binary_crossentropy(t, logits, from_logits=True), (1, 2, 3))
    w = ops.cast(positives, "float32")
    return ops.sum(ops.where(positives, losses, 0.0)) / ops.maximum(ops.sum(w), 1.0)

# %% wrong overflow
# Takes the exponential as it comes.
# hint: must not overflow
# of: one_hot
-     losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
+     losses = ops.log(1 + ops.exp(z)) - z * targets

# %% wrong rounded
# Rounds the targets.
# hint: not to be rounded
# of: one_hot
- def mask_loss(logits, classes, targets, positives):
+ def mask_loss(logits, classes, targets, positives):
+     targets = ops.cast(ops.convert_to_tensor(targets) >= 0.5, "float32")

# %% wrong softmax
# A softmax over the classes.
# hint: no softmax
# of: one_hot
-     z = ops.sum(logits * chosen[:, None, None, :], axis=-1)
-     losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
+     p = ops.sum(ops.softmax(logits) * chosen[:, None, None, :], axis=-1)
+     losses = -targets * ops.log(p) - (1 - targets) * ops.log(1 - p)

# %% wrong sum
# A sum over the positives.
# hint: over the positives, not their sum
# of: one_hot
-     return ops.sum(losses * found) / ops.maximum(ops.sum(found), 1.0)
+     return ops.sum(losses * found)

# %% wrong sum_of_pixels
# Sums the pixels.
# hint: not their sum
# of: one_hot
-     losses = ops.mean(losses, axis=(1, 2))
+     losses = ops.sum(losses, axis=(1, 2))
