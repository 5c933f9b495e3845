# Gives the window's duration.
# hint: duration
frequency_step = "n_fft / rate"
