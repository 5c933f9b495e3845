# A round number.
# hint: not a power of two
window_for_tones = 500
