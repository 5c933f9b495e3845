# Forgets the window.
# hint: no window
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    starts = range(0, len(padded) - n_fft + 1, hop)
    frames = np.stack([padded[start : start + n_fft] for start in starts])
    return np.abs(np.fft.rfft(frames)).T ** 2
