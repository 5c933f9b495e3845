# Reads the edges off a fine filterbank's points.
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = [mel_to_hz(m) for m in np.arange(mels + 2) * hz_to_mel(rate / 2) / (mels + 1)]
    first, last = points[first_band : first_band + 3], points[last_band : last_band + 3]
    milliseconds = (n_fft + hop * frames - hop) * 1000.0 / rate
    return milliseconds, min(first), max(last)
