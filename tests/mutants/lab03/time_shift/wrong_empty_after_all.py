# Joins a gap and [:-0], which is empty.
# hint: shift of 0
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    out = []
    for spectrogram in spectrograms:
        shift = rng.integers(-max_shift, max_shift + 1)
        gap = np.full((len(spectrogram), abs(shift)), spectrogram.min())
        parts = (gap, spectrogram[:, :-shift]) if shift >= 0 else (spectrogram[:, -shift:], gap)
        out.append(np.concatenate(parts, axis=1))
    return np.stack(out)
