# Lets librosa do it.
# hint: without it
import librosa


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    return librosa.filters.mel(sr=rate, n_fft=n_fft, n_mels=mels, fmin=low, fmax=high)
