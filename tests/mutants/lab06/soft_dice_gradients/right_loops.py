# Two loops over the taps, the quotient rule written out.
import numpy as np


def soft_dice_gradients(features, truth, weights, bias):
    h, w = truth.shape
    z = np.full((h, w), float(bias))
    for a in range(3):
        for b in range(3):
            z += features[a : a + h, b : b + w] @ weights[a, b]
    p = 1 / (1 + np.exp(-z))
    inter, total = (p * truth).sum(), (p * p).sum() + (truth * truth).sum()
    d_p = -(2 * truth * total - 2 * inter * 2 * p) / total**2
    d_z = d_p * p * (1 - p)
    d_w = np.zeros(weights.shape)
    for a in range(3):
        for b in range(3):
            d_w[a, b] = np.tensordot(d_z, features[a : a + h, b : b + w], axes=([0, 1], [0, 1]))
    return d_w, d_z.sum()
