# %% right clipped
# The quadratic part from a clipped error.
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    error = ops.where(positives[..., None], ops.abs(ops.subtract(deltas, targets)), 0.0)
    near = ops.minimum(error, beta)
    total = ops.sum(near * near * (0.5 / beta) + (error - near))
    return total / ops.maximum(ops.cast(ops.count_nonzero(drawn), "float32"), 1.0)

# %% right huber
# Keras' Huber loss, divided by beta.
import keras
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    chosen = ops.cast(positives, "float32")
    targets = ops.where(positives[..., None], targets, deltas)
    huber = keras.losses.huber(targets, deltas, delta=beta) * 4 / beta
    return ops.sum(huber * chosen) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% right new_axis
# NumPy for nothing but a name of an axis.
import numpy as np
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=np.float32(1 / 9)):
    error = ops.abs(ops.where(positives[..., np.newaxis], deltas - ops.nan_to_num(targets), 0.0))
    near = ops.minimum(error, beta)
    total = ops.sum(near * near / (2 * beta) + error - near)
    return total / ops.maximum(1.0, ops.sum(ops.cast(drawn, "float32")))

# %% wrong absolute
# The absolute error.
# hint: this is the absolute error
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = error
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong always_quadratic
# Quadratic everywhere.
# hint: over beta
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = error * error / (2 * beta)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong beta_fixed
# Always 1/9.
# hint: `beta` is ignored
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    beta = 1 / 9
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong beta_one
# Turns at 1.
# hint: yours turns at 1
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1.0):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong divided_by_all
# Divides by all.
# hint: not by all
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.mean(losses)

# %% wrong huber
# The Huber loss, which is beta times smooth L1.
# hint: Huber loss divided by beta
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    p = positives[..., None]
    e = ops.abs(ops.where(p, deltas, 0.0) - ops.where(p, targets, 0.0))
    losses = ops.where(e < beta, e * e / 2, beta * (e - beta / 2))
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong jump
# The pieces do not meet.
# hint: do not meet
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong mean_of_four
# The mean over the four offsets.
# hint: not their mean
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.mean(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong mean_of_means
# The mean of the images' losses.
# hint: mean of the images' means
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    p = positives[..., None]
    e = ops.abs(ops.where(p, deltas, 0.0) - ops.where(p, targets, 0.0))
    losses = ops.sum(ops.where(e < beta, e * e / (2 * beta), e - beta / 2), (1, 2))
    return ops.mean(losses / ops.maximum(ops.sum(ops.cast(drawn, "float32"), 1), 1.0))

# %% wrong multiplied
# Multiplies by the mask, so NaN comes through.
# hint: NaN · 0
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = losses * ops.cast(positives, "float32")
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong negatives_too
# Negatives learn offsets as well.
# hint: negatives do not count
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(drawn[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(drawn, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong no_minimum
# Divides by zero.
# hint: divide by at least 1
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.sum(ops.cast(drawn, "float32"))

# %% wrong of_each_image
# One number per image.
# hint: return a scalar
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    error = ops.abs(deltas - ops.where(positives[..., None], targets, 0.0))
    losses = ops.where(error < beta, 0.5 * error**2 / beta, error - 0.5 * beta)
    totals = ops.sum(ops.where(positives, ops.sum(losses, axis=-1), 0.0), axis=1)
    return totals / ops.maximum(ops.sum(ops.cast(drawn, "float32"), axis=1), 1)

# %% wrong over_positives
# Divides by the positives.
# hint: not by the number of positives
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(positives, "float32")), 1.0)

# %% wrong signed
# Forgets the absolute value.
# hint: without the absolute value
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    p = positives[..., None]
    e = ops.where(p, deltas, 0.0) - ops.where(p, targets, 0.0)
    losses = ops.where(e < beta, e * e / (2 * beta), e - beta / 2)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong squared
# The squared error.
# hint: this is the squared error
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = 0.5 * error * error
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)

# %% wrong sum
# A sum.
# hint: yours is a sum
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    targets = ops.where(positives[..., None], targets, 0.0)
    error = ops.abs(deltas - targets)
    losses = ops.where(error < beta, error * error / (2 * beta), error - beta / 2)
    losses = ops.sum(losses, axis=-1)
    losses = ops.where(positives, losses, 0.0)
    return ops.sum(losses)
