# Takes the notebook's constants.
# hint: `n_fft` and `hop` are ignored
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, N_FFT // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
    frames = np.stack([padded[start : start + N_FFT] for start in range(0, len(padded) - N_FFT + 1, HOP)])
    return np.abs(np.fft.rfft(frames * window)).T ** 2
