# Takes the logarithm of 0.
# hint: counts as 1e-10
import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    power = mel_filterbank(rate, n_fft, mels) @ power_spectrogram(signal, n_fft, hop)
    level = 10 * np.log10(power)
    return np.maximum(level, level.max() - top_db)
