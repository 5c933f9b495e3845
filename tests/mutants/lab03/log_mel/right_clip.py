# NumPy's clip and a base-10 logarithm by hand.
import math

import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    bands = np.einsum("mk,kt->mt", mel_filterbank(rate, n_fft, mels), power_spectrogram(signal, n_fft, hop))
    db = np.log(np.clip(bands, 1e-10, None)) * 10 / math.log(10)
    return np.clip(db, np.max(db) - top_db, None)
