# Applies both limits to the power, then takes the logarithm.
import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    bands = mel_filterbank(rate, n_fft, mels).dot(power_spectrogram(signal, n_fft, hop))
    bands[bands < 1e-10] = 1e-10
    limit = bands.max() / 10 ** (top_db / 10)
    return 10 * np.log10(np.where(bands < limit, limit, bands))
