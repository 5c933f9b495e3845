# Asks the whole array with one if.
# hint: np.where
import numpy as np


def hz_to_mel(hz):
    if hz < 1000:
        return hz * 3 / 200
    return 15 + 27 * np.log(hz / 1000) / np.log(6.4)


def mel_to_hz(mel):
    mel = np.asarray(mel, dtype=float)
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** (np.maximum(mel - 15, 0) / 27))
