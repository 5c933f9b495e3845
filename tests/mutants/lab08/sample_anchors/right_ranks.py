# By the ranks of random numbers.
import numpy as np


def sample_anchors(states, count, seed):
    draw = np.random.default_rng(seed).random(states.shape)
    kept = np.zeros(states.shape, bool)
    room = count // 2
    for state in (1, 0):
        candidates = np.flatnonzero(states == state)
        order = candidates[np.argsort(draw[candidates])]
        kept[order[:room]] = True
        room = count - kept.sum()
    return np.where(kept, states, -1)
