# Writes into states and returns them.
# hint: writes into an array
import numpy as np


def sample_anchors(states, count, seed):
    rng = np.random.default_rng(seed)
    positive = np.where(states == 1)[0]
    negative = np.where(states == 0)[0]
    take = min(len(positive), count // 2)
    chosen = rng.choice(positive, take, replace=False)
    rest = rng.choice(negative, min(len(negative), count - take), replace=False)
    states[:] = -1
    states[chosen] = 1
    states[rest] = 0
    return states
