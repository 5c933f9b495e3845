# HTK's formula.
# hint: HTK
import numpy as np


def hz_to_mel(hz):
    hz = np.asarray(hz, dtype=float)
    above = 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4)
    return 2595 * np.log10(1 + hz / 700)


def mel_to_hz(mel):
    mel = np.asarray(mel, dtype=float)
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** (np.maximum(mel - 15, 0) / 27))
