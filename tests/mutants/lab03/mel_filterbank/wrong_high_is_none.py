# Takes None for a frequency.
# hint: stands for rate / 2
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
    points = mel_to_hz(np.linspace(hz_to_mel(low), hz_to_mel(high), mels + 2))
    left, top, right = points[:-2, None], points[1:-1, None], points[2:, None]
    rising = (frequencies - left) / (top - left)
    falling = (right - frequencies) / (right - top)
    return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
