# Draws without the seed.
# hint: same seed
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    frames = spectrograms.shape[2]
    shifts = np.random.default_rng().integers(-max_shift, max_shift + 1, size=len(spectrograms))
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = spectrogram.min()
        result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return moved
