# One row between the tones.
# hint: one row apart
window_for_tones = 256
