# An if for each number, vectorised by NumPy.
import math

import numpy as np


def one_to_mel(f):
    return f / (200 / 3) if f < 1000 else 15 + 27 * math.log(f / 1000, 6.4)


def one_to_hz(m):
    return m * (200 / 3) if m < 15 else 1000 * 6.4 ** ((m - 15) / 27)


def hz_to_mel(hz):
    return np.vectorize(one_to_mel, otypes=[float])(hz)


def mel_to_hz(mel):
    return np.vectorize(one_to_hz, otypes=[float])(mel)
