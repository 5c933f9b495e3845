# Two loops and two ifs.
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    high = high or rate / 2
    start, end = float(hz_to_mel(low)), float(hz_to_mel(high))
    p = [float(mel_to_hz(start + (end - start) * i / (mels + 1))) for i in range(mels + 2)]
    bank = np.zeros((mels, n_fft // 2 + 1))
    for b in range(mels):
        height = 2 / (p[b + 2] - p[b])
        for k in range(n_fft // 2 + 1):
            f = k * rate / n_fft
            if p[b] < f <= p[b + 1]:
                bank[b, k] = height * (f - p[b]) / (p[b + 1] - p[b])
            elif p[b + 1] < f < p[b + 2]:
                bank[b, k] = height * (p[b + 2] - f) / (p[b + 2] - p[b + 1])
    return bank
