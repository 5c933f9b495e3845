# A list of NumPy's whole numbers, as floor_divide gives them.
import numpy as np


def spectrogram_shape(samples, n_fft, hop):
    return [np.floor_divide(n_fft, 2) + 1, np.int64(samples + hop) // hop]
