# Pushes what overhangs back from the border.
# hint: not every place is equally likely
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    hidden = spectrograms.copy()
    for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
        height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
        low = min(rng.integers(0, all_bands), all_bands - height)
        start = min(rng.integers(0, all_frames), all_frames - width)
        result[low : low + height] = mean
        result[:, start : start + width] = mean
    return hidden
