# The two parts clipped and added.
import numpy as np

STEP = np.log(6.4) / 27


def hz_to_mel(hz):
    return np.minimum(hz, 1000) * 0.015 + np.log(np.maximum(hz, 1000) / 1000) / STEP


def mel_to_hz(mel):
    return np.minimum(mel, 15) / 0.015 * np.exp(np.maximum(np.subtract(mel, 15), 0) * STEP)
