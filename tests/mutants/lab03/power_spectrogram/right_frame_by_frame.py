# One frame after the other, real and imaginary part squared.
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    window = np.sin(np.pi * np.arange(n_fft) / n_fft) ** 2
    columns = []
    for middle in range(0, len(signal) + 1, hop):
        frame = np.zeros(n_fft)
        for place in range(n_fft):
            sample = middle - n_fft // 2 + place
            if 0 <= sample < len(signal):
                frame[place] = signal[sample]
        spectrum = np.fft.rfft(window * frame)
        columns.append(spectrum.real**2 + spectrum.imag**2)
    return np.array(columns).T
