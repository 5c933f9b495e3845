# Collects the result in an array of the input's type.
# hint: whole numbers come out
import numpy as np


def hz_to_mel(hz):
    hz = np.asarray(hz)
    mel = np.zeros_like(hz)
    low = hz < 1000
    mel[low] = hz[low] * 3 / 200
    mel[~low] = 15 + 27 * np.log(hz[~low] / 1000) / np.log(6.4)
    return mel


def mel_to_hz(mel):
    mel = np.asarray(mel, dtype=float)
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** (np.maximum(mel - 15, 0) / 27))
