# %% right by_halves
# Half the rate over half the rows.
frequency_step = "(rate / 2) / (n_fft / 2)"

# %% right quotient
# The quotient.
frequency_step = "rate/n_fft"

# %% wrong duration
# Gives the window's duration.
# hint: duration
frequency_step = "n_fft / rate"

# %% wrong half
# Half of it.
# hint: (rate/2) / (n_fft/2)
frequency_step = "rate / (2 * n_fft)"

# %% wrong not_a_formula
# A sentence.
# hint: use rate, n_fft
frequency_step = "rate divided by n_fft"

# %% wrong numbers
# Numbers in place of names.
# hint: use the names rate, n_fft
frequency_step = "8000 / 256"

# %% wrong one_row_more
# Counts rows and not steps.
# hint: steps between them
frequency_step = "rate / 2 / (n_fft / 2 + 1)"

# %% wrong twice
# Spreads twice the band.
# hint: twice too large
frequency_step = "2 * rate / n_fft"
