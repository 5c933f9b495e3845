# Writes into what comes in.
# hint: not to be changed
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    out = spectrograms
    for s in out:
        mean = s.mean()
        height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
        low, start = rng.integers(0, all_bands - height + 1), rng.integers(0, all_frames - width + 1)
        s[low : low + height] = mean
        s[:, start : start + width] = mean
    return out
