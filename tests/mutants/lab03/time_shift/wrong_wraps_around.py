# Rolls.
# hint: wrapped around
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    frames = spectrograms.shape[2]
    shifts = np.random.default_rng(seed).integers(-max_shift, max_shift + 1, size=len(spectrograms))
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = np.roll(spectrogram, shift, axis=1)
    return moved
