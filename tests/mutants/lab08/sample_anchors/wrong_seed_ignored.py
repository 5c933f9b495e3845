# Another draw at each call.
# hint: the same seed
import numpy as np


def sample_anchors(states, count, seed):
    rng = np.random.default_rng()
    result = -np.ones(len(states), int)
    positive = np.where(states == 1)[0]
    negative = np.where(states == 0)[0]
    take = min(len(positive), count // 2)
    chosen = rng.choice(positive, take, replace=False)
    rest = rng.choice(negative, min(len(negative), count - take), replace=False)
    result[chosen] = 1
    result[rest] = 0
    return result
