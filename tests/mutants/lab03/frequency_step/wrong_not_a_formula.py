# A sentence.
# hint: use rate, n_fft
frequency_step = "rate divided by n_fft"
