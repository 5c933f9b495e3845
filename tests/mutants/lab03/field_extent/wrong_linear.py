# Bands equally far apart in hertz.
# hint: in mel, not in hertz
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = np.linspace(0, rate / 2, mels + 2)
    milliseconds = 1000 * ((frames - 1) * hop + n_fft) / rate
    return milliseconds, points[first_band], points[last_band + 2]
