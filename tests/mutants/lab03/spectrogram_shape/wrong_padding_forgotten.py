# Counts frames within the sound.
# hint: padding forgotten
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, (samples - n_fft) // hop + 1
