# Numbers in place of names.
# hint: use the names rate, n_fft
frequency_step = "8000 / 256"
