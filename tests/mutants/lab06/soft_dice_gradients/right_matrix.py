# The convolution as a matrix of patches.
import numpy as np


def soft_dice_gradients(features, truth, weights, bias):
    rows, columns = truth.shape
    patches = np.array([features[i : i + 3, j : j + 3].ravel() for i in range(rows) for j in range(columns)])
    p = 0.5 + 0.5 * np.tanh((patches @ weights.ravel() + bias) / 2)
    g = truth.ravel()
    s = p @ p + g @ g
    error = 2 * (2 * (p @ g) / s * p - g) / s * p * (1 - p)
    return [(error @ patches).reshape(weights.shape), float(error.sum())]
