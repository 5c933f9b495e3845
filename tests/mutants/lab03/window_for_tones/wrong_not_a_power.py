# Not a power of two.
# hint: not a power of two
window_for_tones = 400
