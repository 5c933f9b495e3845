# One row between the tones.
# hint: two rows are 62.5 Hz
window_for_tones = 256
