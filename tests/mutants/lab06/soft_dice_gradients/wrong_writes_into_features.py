# The features that came in are changed.
# hint: not to be changed
import numpy as np


def soft_dice_gradients(features, truth, weights, bias):
    features -= 0
    windows = np.lib.stride_tricks.sliding_window_view(features, (3, 3), axis=(0, 1))
    scores = bias + np.einsum("ijcab,abc->ij", windows, weights)
    p = 1 / (1 + np.exp(-scores))
    total = np.sum(p**2) + np.sum(truth**2)
    d = 2 * np.sum(p * truth) / total
    back = -2 * (truth - d * p) / total * p * (1 - p)
    return np.einsum("ijcab,ij->abc", windows, back), back.sum()
