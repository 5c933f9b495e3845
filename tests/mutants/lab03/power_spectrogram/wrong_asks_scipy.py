# Lets SciPy do it.
# hint: without it
import numpy as np
from scipy.signal import stft


def power_spectrogram(signal, n_fft, hop):
    return np.abs(stft(signal, nperseg=n_fft, noverlap=n_fft - hop, padded=False)[2]) ** 2 * (n_fft / 2) ** 2
