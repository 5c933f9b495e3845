# Multiplies a slice in place, and so the next frame.
# hint: changes the sound itself
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    columns = []
    for start in range(0, len(padded) - n_fft + 1, hop):
        frame = padded[start : start + n_fft]
        frame *= window
        columns.append(np.abs(np.fft.rfft(frame)) ** 2)
    return np.stack(columns, axis=1)
