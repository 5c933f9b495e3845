# The quotient.
frequency_step = "rate/n_fft"
