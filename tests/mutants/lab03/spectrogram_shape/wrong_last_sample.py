# Frames are centred on samples that there are.
# hint: where hop divides the length
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, (samples - 1) // hop + 1
