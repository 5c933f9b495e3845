# Takes the minimum for the maximum.
# hint: np.minimum cuts off what is loud
import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    power = mel_filterbank(rate, n_fft, mels) @ power_spectrogram(signal, n_fft, hop)
    level = 10 * np.log10(np.maximum(power, 1e-10))
    return np.minimum(level, level.max() - top_db)
