# Asks the student's own spectrogram, and returns a list.
import numpy as np


def spectrogram_shape(samples, n_fft, hop):
    return list(power_spectrogram(np.zeros(samples), n_fft, hop).shape)
