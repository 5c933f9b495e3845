# Half the rate over half the rows.
frequency_step = "(rate / 2) / (n_fft / 2)"
