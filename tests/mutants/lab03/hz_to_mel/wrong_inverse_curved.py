# The inverse is a power below 15 mel as well.
# hint: used below 15 mel
import numpy as np


def hz_to_mel(hz):
    hz = np.asarray(hz, dtype=float)
    above = 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4)
    return np.where(hz < 1000, hz * 3 / 200, above)


def mel_to_hz(mel):
    mel = np.asarray(mel, dtype=float)
    return 1000 * 6.4 ** ((mel - 15) / 27)
