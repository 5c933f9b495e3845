# Masks for all at once.
import numpy as np


def stretches(rng, n, size, widest):
    width = rng.integers(0, widest, size=n, endpoint=True)
    start = np.floor(rng.random(n) * (size - width + 1)).astype(int)
    place = np.arange(size)[None]
    return (place >= start[:, None]) & (place < (start + width)[:, None])


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    n, rows, columns = spectrograms.shape
    hide = stretches(rng, n, rows, bands)[:, :, None] | stretches(rng, n, columns, frames)[:, None, :]
    return np.where(hide, np.mean(spectrograms, axis=(1, 2), keepdims=True), spectrograms)
