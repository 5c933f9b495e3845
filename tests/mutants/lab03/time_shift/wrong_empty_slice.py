# Forgets that [:-0] is empty.
# hint: shift of 0
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    moved = np.repeat(spectrograms.min(axis=(1, 2), keepdims=True), frames, axis=2).repeat(
        spectrograms.shape[1], axis=1
    )
    for result, spectrogram in zip(moved, spectrograms):
        shift = rng.integers(-max_shift, max_shift + 1)
        if shift < 0:
            result[:, :shift] = spectrogram[:, -shift:]
        else:
            result[:, shift:] = spectrogram[:, :-shift]
    return moved
