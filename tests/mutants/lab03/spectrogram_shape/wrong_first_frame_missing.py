# Forgets the frame at sample 0.
# hint: the + 1 of the frames
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, samples // hop
