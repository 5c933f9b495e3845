# Takes as many points as bands.
# hint: mels + 2 points
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
    edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
    points = mel_to_hz(np.linspace(*edges, mels))
    bank = np.zeros((mels, len(frequencies)))
    for band in range(mels):
        left, top, right = points[band], points[band + 1], points[band + 2]
        sides = np.minimum((frequencies - left) / (top - left), (right - frequencies) / (right - top))
        bank[band] = np.maximum(sides, 0) * 2 / (right - left)
    return bank
