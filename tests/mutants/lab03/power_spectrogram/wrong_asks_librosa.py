# Lets librosa do it.
# hint: without it
import librosa
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    return np.abs(librosa.stft(signal, n_fft=n_fft, hop_length=hop)) ** 2
