# Twice as long as needed.
# hint: smaller power of two
window_for_tones = 1024
