# Takes the whole width of the bumps.
# hint: two rows, not four
window_for_tones = 800
