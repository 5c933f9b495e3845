# Each triangle by np.interp.
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    if high is None:
        high = rate / 2
    rows = np.linspace(0, rate / 2, n_fft // 2 + 1)
    m = np.linspace(hz_to_mel(low), hz_to_mel(high), mels + 2)
    p = mel_to_hz(m)
    return np.array([np.interp(rows, p[b : b + 3], [0, 2 / (p[b + 2] - p[b]), 0]) for b in range(mels)])
