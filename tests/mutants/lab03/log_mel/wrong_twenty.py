# Takes 20 for 10.
# hint: 10 · log10, not 20
import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    power = mel_filterbank(rate, n_fft, mels) @ power_spectrogram(signal, n_fft, hop)
    level = 20 * np.log10(np.maximum(power, 1e-10))
    return np.maximum(level, level.max() - top_db)
