# Pads with the minimum and cuts.
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    out = []
    for s in spectrograms:
        wide = np.pad(s, ((0, 0), (max_shift, max_shift)), constant_values=s.min())
        start = int(rng.integers(2 * max_shift + 1))
        out.append(wide[:, start : start + s.shape[1]])
    return np.array(out)
