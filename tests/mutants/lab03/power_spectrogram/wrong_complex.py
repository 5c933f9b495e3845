# Squares complex numbers.
# hint: complex numbers
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])
    return np.fft.rfft(frames * window).T ** 2
