# %% right loop
# A sum over the two classes.
def dice_loss(truth, prediction):
    pairs = ((truth, prediction), (1 - truth, 1 - prediction))
    return sum(1 - soft_dice(g, p) for g, p in pairs)

# %% right written_out
# Both coefficients written out.
from keras import ops


def dice_loss(truth, prediction):
    p = ops.convert_to_tensor(prediction)
    g = ops.cast(truth, p.dtype)
    axes = tuple(range(1, len(p.shape)))
    loss = 0.0
    for a, b in ((g, p), (1 - g, 1 - p)):
        loss = loss + 1 - (2 * ops.sum(a * b, axes) + 1e-6) / (ops.sum(a * a, axes) + ops.sum(b * b, axes) + 1e-6)
    return loss

# %% wrong batch_mean
# One number for the batch.
# hint: per example
# of: solution
-     return 2 - soft_dice(truth, prediction) - soft_dice(1 - truth, 1 - prediction)
+     return keras.ops.mean(2 - soft_dice(truth, prediction) - soft_dice(1 - truth, 1 - prediction))

# %% wrong coefficients
# The sum of the coefficients.
# hint: loss is made small
def dice_loss(truth, prediction):
    return soft_dice(truth, prediction) + soft_dice(1 - truth, 1 - prediction)

# %% wrong half_turned
# Only the truth is turned around.
# hint: turn both around
def dice_loss(truth, prediction):
    return 2 - soft_dice(truth, prediction) - soft_dice(1 - truth, prediction)

# %% wrong mean_of_both
# The mean of both.
# hint: mean of both
def dice_loss(truth, prediction):
    return 1 - 0.5 * (soft_dice(truth, prediction) + soft_dice(1 - truth, 1 - prediction))

# %% wrong no_background
# The background is left out.
# hint: background is missing
def dice_loss(truth, prediction):
    return 1 - soft_dice(truth, prediction)

# %% wrong no_foreground
# The foreground is left out.
# hint: foreground is missing
def dice_loss(truth, prediction):
    return 1 - soft_dice(1 - truth, 1 - prediction)

# %% wrong numpy
# Right numbers, in NumPy: nothing can be differentiated.
# hint: no gradient
import numpy as np


def dice_loss(truth, prediction):
    axes = tuple(range(1, truth.ndim))
    loss = 2.0
    for g, p in ((truth, prediction), (1 - truth, 1 - prediction)):
        loss = loss - (2 * np.sum(g * p, axis=axes) + 1e-6) / (np.sum(g**2 + p**2, axis=axes) + 1e-6)
    return loss
