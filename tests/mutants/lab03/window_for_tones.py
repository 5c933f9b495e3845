# %% right computed
# Searches for it.
window_for_tones = next(2**k for k in range(20) if 2 * 8000 / 2**k <= 40)

# %% right number
# The number.
window_for_tones = 512

# %% wrong four_rows
# Takes the whole width of the bumps.
# hint: two rows, not four
window_for_tones = 800

# %% wrong much_too_long
# Four times as long as needed.
# hint: smaller power of two
window_for_tones = 2048

# %% wrong not_a_power
# Not a power of two.
# hint: not a power of two
window_for_tones = 400

# %% wrong one_row
# One row between the tones.
# hint: two rows are 62.5 Hz
window_for_tones = 256

# %% wrong round_number
# A round number.
# hint: not a power of two
window_for_tones = 500

# %% wrong text
# A text.
# hint: without quotes
window_for_tones = "512"

# %% wrong too_long
# Twice as long as needed.
# hint: smaller power of two
window_for_tones = 1024
