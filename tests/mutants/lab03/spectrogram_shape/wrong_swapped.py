# Frames first.
# hint: other way round
def spectrogram_shape(samples, n_fft, hop):
    return samples // hop + 1, n_fft // 2 + 1
