# Forgets frequency 0.
# hint: the + 1 of the rows
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2, samples // hop + 1
