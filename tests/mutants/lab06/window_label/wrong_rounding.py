# The share outside: 1 − 0.8 is less than 0.2 for a computer.
# hint: rounding
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    outside = 1 - window.sum() / mask.sum()
    return 1 if outside <= 0.01 else 0 if outside >= 0.2 else -1
