# Searches for it.
window_for_tones = next(2**k for k in range(20) if 2 * 8000 / 2**k <= 40)
