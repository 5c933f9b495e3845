# The number.
window_for_tones = 512
