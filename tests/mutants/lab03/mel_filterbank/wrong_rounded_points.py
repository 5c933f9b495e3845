# Points rounded to rows.
# hint: rounded to rows
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
    edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
    points = mel_to_hz(np.linspace(*edges, mels + 2))
    points = np.floor(points * n_fft / rate) * rate / n_fft
    left, top, right = points[:-2, None], points[1:-1, None], points[2:, None]
    rising = (frequencies - left) / np.maximum(top - left, 1e-9)
    falling = (right - frequencies) / np.maximum(right - top, 1e-9)
    return np.maximum(np.minimum(rising, falling), 0) * 2 / np.maximum(right - left, 1e-9)
