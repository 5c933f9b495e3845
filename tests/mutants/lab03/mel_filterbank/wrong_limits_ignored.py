# Always from 0 to half the rate.
# hint: ignored
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
    edges = hz_to_mel(np.array([0, rate / 2]))
    points = mel_to_hz(np.linspace(*edges, mels + 2))
    left, top, right = points[:-2, None], points[1:-1, None], points[2:, None]
    rising = (frequencies - left) / (top - left)
    falling = (right - frequencies) / (right - top)
    return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
