# Spreads twice the band.
# hint: twice too large
frequency_step = "2 * rate / n_fft"
