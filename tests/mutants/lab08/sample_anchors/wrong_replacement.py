# Draws with replacement.
# hint: without replacement
import numpy as np


def sample_anchors(states, count, seed):
    rng = np.random.default_rng(seed)
    result = -np.ones(len(states), int)
    positive = np.where(states == 1)[0]
    negative = np.where(states == 0)[0]
    take = min(len(positive), count // 2)
    chosen = rng.choice(positive, take)
    rest = rng.choice(negative, min(len(negative), count - take))
    result[chosen] = 1
    result[rest] = 0
    return result
