# All at once, by index arrays.
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    n, _, frames = spectrograms.shape
    shift = np.random.default_rng(seed).integers(-max_shift, max_shift, size=(n, 1), endpoint=True)
    source = np.arange(frames)[None] - shift
    outside = (source < 0) | (source >= frames)
    moved = np.take_along_axis(spectrograms, np.where(outside, 0, source)[:, None, :], axis=2)
    return np.where(outside[:, None, :], spectrograms.min(axis=(1, 2), keepdims=True), moved)
