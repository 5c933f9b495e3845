# Sets the loudest to 0 dB.
# hint: relative to the loudest
import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    power = mel_filterbank(rate, n_fft, mels) @ power_spectrogram(signal, n_fft, hop)
    level = 10 * np.log10(np.maximum(power, 1e-10))
    return np.maximum(level - level.max(), -top_db)
