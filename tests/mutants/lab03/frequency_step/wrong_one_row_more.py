# Counts rows and not steps.
# hint: steps between them
frequency_step = "rate / 2 / (n_fft / 2 + 1)"
