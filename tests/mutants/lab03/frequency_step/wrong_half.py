# Half of it.
# hint: (rate/2) / (n_fft/2)
frequency_step = "rate / (2 * n_fft)"
