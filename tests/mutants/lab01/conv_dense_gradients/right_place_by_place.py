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
