# Counts the middles one by one.
def spectrogram_shape(samples, n_fft, hop):
    rows = len([k for k in range(n_fft) if 2 * k <= n_fft])
    return rows, len(range(0, samples + 1, hop))
