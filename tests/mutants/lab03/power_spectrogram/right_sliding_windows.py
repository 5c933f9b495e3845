# NumPy's sliding windows, and a matrix of sines and cosines in place of the FFT.
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    around = np.concatenate([np.zeros(n_fft // 2), signal, np.zeros(n_fft // 2)])
    frames = np.lib.stride_tricks.sliding_window_view(around, n_fft)[::hop] * np.hanning(n_fft + 1)[:n_fft]
    angles = 2 * np.pi * np.outer(np.arange(n_fft // 2 + 1), np.arange(n_fft)) / n_fft
    return (np.cos(angles) @ frames.T) ** 2 + (np.sin(angles) @ frames.T) ** 2
