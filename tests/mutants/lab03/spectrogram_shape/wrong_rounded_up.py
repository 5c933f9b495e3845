# Counts a last, incomplete step.
# hint: rounded up
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, -(-samples // hop) + 1
