# The rows on which the bands have weight.
# hint: corners of the triangles
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    rows = np.flatnonzero(mel_filterbank(rate, n_fft, mels)[first_band : last_band + 1].any(axis=0)) * rate / n_fft
    return 1000 * ((frames - 1) * hop + n_fft) / rate, rows[0], rows[-1]
