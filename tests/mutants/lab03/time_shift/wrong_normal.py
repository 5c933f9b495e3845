# Draws from a bell, clipped.
# hint: not equally likely
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    shifts = np.clip(np.rint(rng.normal(0, max_shift / 2, len(spectrograms))), -max_shift, max_shift).astype(int)
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = spectrogram.min()
        result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return moved
