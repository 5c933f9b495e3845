# Cannot take one number.
# hint: raised
import numpy as np


def hz_to_mel(hz):
    mel = np.array(hz, float) * 3 / 200
    mel[hz >= 1000] = 15 + 27 * np.log(hz[hz >= 1000] / 1000) / np.log(6.4)
    return mel


def mel_to_hz(mel):
    hz = np.array(mel, float) * 200 / 3
    hz[mel >= 15] = 1000 * 6.4 ** ((mel[mel >= 15] - 15) / 27)
    return hz
