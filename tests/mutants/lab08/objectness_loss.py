# %% right keras
# Keras' cross-entropy.
from keras import ops


def objectness_loss(logits, positives, negatives):
    used = ops.cast(ops.logical_or(positives, negatives), "float32")
    safe = ops.where(used > 0, ops.convert_to_tensor(logits), 0.0)
    losses = ops.binary_crossentropy(ops.cast(positives, "float32"), safe, from_logits=True)
    return ops.sum(losses * used) / ops.maximum(ops.sum(used), 1.0)

# %% right nan_to_num
# Zeros in place of NaN.
from keras import ops


def objectness_loss(logits, positives, negatives):
    d = ops.cast(ops.logical_or(positives, negatives), "float32")
    z = ops.nan_to_num(logits)
    t = ops.cast(positives, "float32")
    losses = (ops.softplus(z) - z * t) * d
    return ops.sum(losses) / ops.maximum(ops.sum(d), 1.0)

# %% right softplus
# With softplus.
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    signed = ops.where(positives, -logits, logits)  # softplus(-z) for positives, softplus(z) for negatives
    losses = ops.softplus(ops.where(drawn, signed, 0.0))
    counted = ops.cast(drawn, losses.dtype)
    return ops.sum(losses * counted) / ops.maximum(ops.sum(counted), 1)

# %% wrong clipped
# Clips the logits.
# hint: count in full
from keras import ops


def objectness_loss(logits, positives, negatives):
    d = ops.logical_or(positives, negatives)
    z = ops.clip(ops.where(d, logits, 0.0), -15, 15)
    t = ops.cast(positives, "float32")
    losses = ops.where(d, ops.softplus(z) - z * t, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(d, "float32")), 1.0)

# %% wrong divided_by_all
# Divides by all anchors.
# hint: not by all
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.mean(losses)

# %% wrong half_and_half
# The mean of the positives' mean and the negatives'.
# hint: all drawn weigh the same
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    logits = ops.where(drawn, logits, 0.0)
    losses = ops.softplus(logits) - logits * ops.cast(positives, "float32")
    means = []
    for kind in (positives, negatives):
        count = ops.maximum(ops.sum(ops.cast(kind, "float32")), 1)
        means.append(ops.sum(ops.where(kind, losses, 0.0)) / count)
    return (means[0] + means[1]) / 2

# %% wrong mean_of_all
# The mean over all anchors, drawn or not.
# hint: only the anchors drawn
from keras import ops


def objectness_loss(logits, positives, negatives):
    targets = ops.cast(positives, "float32")
    return ops.mean(ops.binary_crossentropy(targets, ops.convert_to_tensor(logits), from_logits=True))

# %% wrong mean_of_means
# The mean of the images' means.
# hint: mean of the images' means
from keras import ops


def objectness_loss(logits, positives, negatives):
    d = ops.logical_or(positives, negatives)
    z = ops.where(d, logits, 0.0)
    t = ops.cast(positives, "float32")
    losses = ops.where(d, ops.softplus(z) - z * t, 0.0)
    n = ops.sum(ops.cast(d, "float32"), 1)
    return ops.mean(ops.sum(losses, 1) / ops.maximum(n, 1.0))

# %% wrong multiplied
# Multiplies by the mask, so NaN comes through.
# hint: NaN · 0
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.convert_to_tensor(logits)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = losses * ops.cast(drawn, "float32")
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count

# %% wrong no_minimum
# Divides by zero.
# hint: divide by at least 1
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.sum(ops.cast(drawn, "float32"))
    return ops.sum(losses) / count

# %% wrong numpy
# NumPy in place of Keras.
# hint: numpy.where
import numpy as np
from keras import ops


def objectness_loss(logits, positives, negatives):
    logits = np.asarray(logits)
    p = np.asarray(positives)
    d = p | np.asarray(negatives)
    z = np.where(d, logits, 0)
    losses = np.maximum(z, 0) - z * p + np.log1p(np.exp(-abs(z)))
    return ops.convert_to_tensor(np.float32((losses * d).sum() / max(d.sum(), 1)))

# %% wrong of_each_image
# One number per image.
# hint: return a scalar
from keras import ops


def objectness_loss(logits, positives, negatives):
    d = ops.logical_or(positives, negatives)
    z = ops.where(d, logits, 0.0)
    t = ops.cast(positives, "float32")
    losses = ops.where(d, ops.softplus(z) - z * t, 0.0)
    return ops.sum(losses, 1) / ops.maximum(ops.sum(ops.cast(d, "float32"), 1), 1.0)

# %% wrong over_positives
# Divides by the positives.
# hint: not what to divide by
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(positives, "float32")), 1.0)
    return ops.sum(losses) / count

# %% wrong overflow
# Takes the exponential as it comes.
# hint: must not overflow
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.log(1 + ops.exp(z)) - z * targets
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count

# %% wrong positives_only
# Negatives do not count.
# hint: negatives count too
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.convert_to_tensor(positives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count

# %% wrong probabilities
# Takes the logits for probabilities.
# hint: these are logits
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.binary_crossentropy(targets, z)
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count

# %% wrong sign
# The sign is wrong.
# hint: sign is wrong
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return -ops.sum(losses) / count

# %% wrong sum
# A sum.
# hint: a mean, not a sum
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(positives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses)

# %% wrong swapped
# Targets the other way round.
# hint: not the other way round
from keras import ops


def objectness_loss(logits, positives, negatives):
    drawn = ops.logical_or(positives, negatives)
    targets = ops.cast(negatives, "float32")
    z = ops.where(drawn, logits, 0.0)
    losses = ops.maximum(z, 0.0) - z * targets + ops.log1p(ops.exp(-ops.abs(z)))
    losses = ops.where(drawn, losses, 0.0)
    count = ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
    return ops.sum(losses) / count
