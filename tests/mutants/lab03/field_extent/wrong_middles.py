# From middle to middle.
# hint: middle to middle only
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    milliseconds = 1000 * (frames - 1) * hop / rate
    return milliseconds, points[first_band], points[last_band + 2]
