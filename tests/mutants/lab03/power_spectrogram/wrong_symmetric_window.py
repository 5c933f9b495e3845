# Takes NumPy's symmetric window.
# hint: symmetric
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = np.hanning(n_fft)
    starts = range(0, len(padded) - n_fft + 1, hop)
    frames = np.stack([padded[start : start + n_fft] for start in starts])
    return np.abs(np.fft.rfft(frames * window)).T ** 2
