# Rounds a uniform number, so that the ends come up half as often.
# hint: half as often
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    shifts = [round(rng.uniform(-max_shift, max_shift)) for _ in spectrograms]
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = spectrogram.min()
        result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return moved
