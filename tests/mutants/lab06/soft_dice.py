# %% right einsum
# Sums by a loop over the axes.
import keras


def soft_dice(truth, prediction):
    def total(values):
        while len(values.shape) > 1:
            values = keras.ops.sum(values, axis=-1)
        return values

    truth = keras.ops.cast(truth, "float32")
    prediction = keras.ops.cast(prediction, "float32")
    both = total(truth * prediction)
    return (both + both + 1e-6) / (total(keras.ops.square(truth)) + total(keras.ops.square(prediction)) + 1e-6)

# %% right flattened
# Each example as one long row.
from keras import ops


def soft_dice(truth, prediction):
    p = ops.convert_to_tensor(prediction, dtype="float32")
    p = ops.reshape(p, (p.shape[0] or -1, -1))
    g = ops.reshape(ops.cast(truth, "float32"), ops.shape(p))
    return (2.0 * ops.sum(p * g, -1) + 1e-6) / (ops.sum(p * p, -1) + ops.sum(g * g, -1) + 1e-6)

# %% wrong epsilon_below
# 1e-6 is added below only.
# hint: scores 1
# of: solution
-     return (2 * shared + 1e-6) / (total + 1e-6)
+     return 2 * shared / (total + 1e-6)

# %% wrong epsilon_large
# 1e-4 in place of 1e-6.
# hint: not more and not less
# of: solution
-     return (2 * shared + 1e-6) / (total + 1e-6)
+     return (2 * shared + 1e-4) / (total + 1e-4)

# %% wrong epsilon_small
# Keras' epsilon, a tenth of what is asked.
# hint: not more and not less
# of: solution
-     return (2 * shared + 1e-6) / (total + 1e-6)
+     return (2 * shared + 1e-7) / (total + 1e-7)

# %% wrong loss
# The loss 1 − D.
# hint: return D
# of: solution
-     return (2 * shared + 1e-6) / (total + 1e-6)
+     return 1 - (2 * shared + 1e-6) / (total + 1e-6)

# %% wrong mean
# The mean over the batch.
# hint: mean over the batch
# of: solution
-     return (2 * shared + 1e-6) / (total + 1e-6)
+     return keras.ops.mean((2 * shared + 1e-6) / (total + 1e-6))

# %% wrong no_cast
# The truth keeps its dtype.
# hint: cast it
# of: solution
-     truth = keras.ops.cast(truth, prediction.dtype)
+     truth = keras.ops.convert_to_tensor(truth)

# %% wrong no_epsilon
# Nothing is added above and below.
# hint: nan
# of: solution
-     return (2 * shared + 1e-6) / (total + 1e-6)
+     return 2 * shared / total

# %% wrong no_squares
# No squares below.
# hint: squares are missing
# of: solution
-     total = keras.ops.sum(truth**2 + prediction**2, axis=axes)
+     total = keras.ops.sum(truth + prediction, axis=axes)

# %% wrong numpy
# Right numbers, in NumPy: nothing can be differentiated.
# hint: no gradient
import numpy as np


def soft_dice(truth, prediction):
    truth, axes = np.asarray(truth, prediction.dtype), tuple(range(1, prediction.ndim))
    return (2 * np.sum(truth * prediction, axis=axes) + 1e-6) / (np.sum(truth**2 + prediction**2, axis=axes) + 1e-6)

# %% wrong pooled
# Summed over the batch as well.
# hint: pooled
# of: solution
-     axes = list(range(1, len(prediction.shape)))
+     axes = None

# %% wrong two_axes
# Summed over two axes.
# hint: two axes only
# of: solution
-     axes = list(range(1, len(prediction.shape)))
+     axes = (1, 2)

# %% wrong two_missing
# The 2 is missing.
# hint: 2 is missing
# of: solution
-     return (2 * shared + 1e-6) / (total + 1e-6)
+     return (shared + 1e-6) / (total + 1e-6)
