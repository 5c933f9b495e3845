# Leaves the points in mel.
# hint: these are mel
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    points = hz_to_mel(points)
    return 1000 * ((frames - 1) * hop + n_fft) / rate, points[first_band], points[last_band + 2]
