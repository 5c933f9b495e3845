# Writes into what comes in.
# hint: not to be changed
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    out = spectrograms
    for number, shift in enumerate(rng.integers(-max_shift, max_shift + 1, size=len(out))):
        before = out[number].copy()
        out[number] = before.min()
        out[number, :, max(shift, 0) : frames + min(shift, 0)] = before[:, max(-shift, 0) : frames - max(shift, 0)]
    return out
