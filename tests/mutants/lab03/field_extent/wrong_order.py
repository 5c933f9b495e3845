# Duration last.
# hint: the order is
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    return points[first_band], points[last_band + 2], 1000 * ((frames - 1) * hop + n_fft) / rate
