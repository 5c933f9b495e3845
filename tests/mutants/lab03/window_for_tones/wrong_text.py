# A text.
# hint: without quotes
window_for_tones = "512"
