# Floors the points to bins, as many a tutorial does.
# hint: rounded to rows
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
    points = np.floor((n_fft + 1) * mel_to_hz(np.linspace(*edges, mels + 2)) / rate).astype(int)
    bank = np.zeros((mels, n_fft // 2 + 1))
    for band in range(mels):
        left, top, right = points[band : band + 3]
        for row in range(left, top):
            bank[band, row] = (row - left) / (top - left)
        for row in range(top, right):
            bank[band, row] = (right - row) / (right - top)
    return bank
