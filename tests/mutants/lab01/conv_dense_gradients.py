# %% right place_by_place
# Place by place, as the derivation goes, with a stable sigmoid.
import numpy as np


def conv_dense_gradients(image, label, kernels, kernel_biases, weights, bias):
    k = kernels.shape[0]
    sums = np.zeros(weights.shape)
    for i in range(weights.shape[0]):
        for j in range(weights.shape[1]):
            sums[i, j] = (image[i : i + k, j : j + k, None] * kernels).sum(axis=(0, 1)) + kernel_biases
    z = bias + (weights * np.maximum(sums, 0)).sum()
    d_z = np.exp(-np.logaddexp(0, -z)) - label
    d_kernels, d_biases, d_weights = np.zeros(kernels.shape), np.zeros(len(kernel_biases)), np.zeros(weights.shape)
    for i, j, m in np.argwhere(sums > 0):
        d_weights[i, j, m] = d_z * sums[i, j, m]
        d_biases[m] += d_z * weights[i, j, m]
        d_kernels[:, :, m] += d_z * weights[i, j, m] * image[i : i + k, j : j + k]
    return [d_kernels, d_biases, d_weights, d_z]

# %% right sliding_windows
# NumPy's sliding windows and einsum.
import numpy as np


def conv_dense_gradients(image, label, kernels, kernel_biases, weights, bias):
    k, _, count = kernels.shape
    rows, columns, _ = weights.shape
    windows = np.lib.stride_tricks.sliding_window_view(image, (k, k))
    sums = np.einsum("ijab,abm->ijm", windows, kernels) + kernel_biases
    maps = np.where(sums > 0, sums, 0)
    p = 1 / (1 + np.exp(-np.sum(weights * maps) - bias))
    error = p - label
    back = error * weights * (sums > 0)
    d_kernels = np.einsum("ijab,ijm->abm", windows, back)
    return d_kernels, back.sum((0, 1)), error * maps, error

# %% wrong gate_forgotten
# Lets the gradient through where the ReLU was closed.
# hint: gate is forgotten
# of: sliding_windows
-     back = error * weights * (sums > 0)
+     back = error * weights

# %% wrong kernel_flipped
# The gradient of the kernel is turned by 180°.
# hint: kernel flipped
# of: sliding_windows
-     d_kernels = np.einsum("ijab,ijm->abm", windows, back)
+     d_kernels = np.einsum("ijab,ijm->abm", windows, back)[::-1, ::-1]

# %% wrong kernel_transposed
# Rows and columns of the kernel's gradient are swapped.
# hint: transposed
# of: sliding_windows
-     d_kernels = np.einsum("ijab,ijm->abm", windows, back)
+     d_kernels = np.einsum("ijba,ijm->abm", windows, back)

# %% wrong mean_over_places
# Takes the mean over all places of a map.
# hint: not a mean
# of: sliding_windows
-     return d_kernels, back.sum((0, 1)), error * maps, error
+     return d_kernels / (rows * columns), back.mean((0, 1)), error * maps, error

# %% wrong no_relu
# Leaves the ReLU out of the network.
# hint: ReLU
# of: sliding_windows
-     maps = np.where(sums > 0, sums, 0)
+     maps = sums

-     back = error * weights * (sums > 0)
+     back = error * weights

# %% wrong one_bias
# Adds up the gradients of all kernels' biases.
# hint: one bias serves a whole map
# of: sliding_windows
-     return d_kernels, back.sum((0, 1)), error * maps, error
+     return d_kernels, back.sum(), error * maps, error

# %% wrong sign
# Starts from label − prediction.
# hint: prediction − label
# of: sliding_windows
-     error = p - label
+     error = label - p

# %% wrong slope_of_sigmoid
# Multiplies by the slope of the sigmoid, as if the loss were squared.
# hint: cancels
# of: sliding_windows
-     error = p - label
+     error = (p - label) * p * (1 - p)

# %% wrong three_values
# Forgets to return the gradient of the last bias.
# hint: four gradients
# of: sliding_windows
-     return d_kernels, back.sum((0, 1)), error * maps, error
+     return d_kernels, back.sum((0, 1)), error * maps

# %% wrong weights_see_sums
# The dense unit's gradient uses the sums before the ReLU.
# hint: after the ReLU
# of: sliding_windows
-     return d_kernels, back.sum((0, 1)), error * maps, error
+     return d_kernels, back.sum((0, 1)), error * sums, error
